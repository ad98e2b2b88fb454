package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.roadloop.embedded.stepfunctions.history.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Machines made at random: each ends, and ends the same when its process dies at a random record
/// and is started again. `-Droadloop.machines` sets how many; the seed of each is its number.
@Tag("slow")
class RandomMachinesTest {

    @TempDir Path directory;

    @Test
    void endTheSameAfterAKill() throws IOException {
        int machines = Integer.getInteger("roadloop.machines", 60);
        int succeeded = 0;
        for (int seed = 0; seed < machines; seed++) {
            if (endsTheSame(seed)) {
                succeeded++;
            }
        }
        assertThat(succeeded)
                .as("machines that succeed, so that both ends are tried")
                .isBetween(1, machines - 1);
    }

    private boolean endsTheSame(int seed) throws IOException {
        Random random = new Random(seed);
        String definition =
                "{'QueryLanguage':'JSONata','StartAt':'S0','States':"
                        + states(random, "S", 3)
                        + "}";
        Path whole = directory.resolve("whole" + seed);
        String arn;
        JsonNode expected;
        try (TestCloud cloud = new TestCloud(whole, services())) {
            arn = cloud.start(cloud.create("m", definition), "run", "{'n':" + seed + "}");
            expected = cloud.finish(arn);
        }
        assertThat(expected.get("status").textValue())
                .as("seed %d: %s", seed, definition)
                .isIn("SUCCEEDED", "FAILED");
        Path killed = directory.resolve("killed" + seed);
        kill(whole, killed, random);
        try (TestCloud cloud = new TestCloud(killed, services())) {
            cloud.states.resume();
            JsonNode actual = cloud.finish(arn);
            for (String field : new String[] {"status", "output", "error", "cause"}) {
                assertThat(actual.path(field))
                        .as("seed %d, %s of %s", seed, field, definition)
                        .isEqualTo(expected.path(field));
            }
        }
        return expected.get("status").textValue().equals("SUCCEEDED");
    }

    private static FakeServices services() {
        FakeServices services = new FakeServices();
        services.function(
                "f",
                input -> {
                    if (input.path("bad").asBoolean()) {
                        throw new FakeServices.FunctionError("Bad", "as told");
                    }
                    return JsonNodeFactory.instance.numberNode(1);
                });
        return services;
    }

    /// A chain of states, the last of which ends it.
    private static String states(Random random, String prefix, int depth) {
        int length = 1 + random.nextInt(4);
        StringBuilder states = new StringBuilder("{");
        for (int i = 0; i < length; i++) {
            String next = i == length - 1 ? "'End':true" : "'Next':'" + prefix + (i + 1) + "'";
            states.append(i == 0 ? "" : ",")
                    .append("'")
                    .append(prefix)
                    .append(i)
                    .append("':{")
                    .append(state(random, prefix + i, depth, next))
                    .append("}");
        }
        return states.append("}").toString();
    }

    private static String state(Random random, String name, int depth, String next) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 ->
                    "'Type':'Pass','Assign':{'v"
                            + name
                            + "':"
                            + random.nextInt(9)
                            + "},'Output':{'from':'"
                            + name
                            + "'},"
                            + next;
            case 1 -> "'Type':'Wait','Seconds':" + random.nextInt(50) + "," + next;
            case 2 -> "'Type':'Pass','Output':[1,'{% $states.context.State.Name %}']," + next;
            case 3 ->
                    "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Payload':{'bad':"
                            + (random.nextInt(6) == 0)
                            + "}},'Retry':[{'ErrorEquals':['Bad'],'MaxAttempts':"
                            + random.nextInt(3)
                            + "}],'Output':'{% $states.result.Payload %}',"
                            + next;
            case 4 ->
                    "'Type':'Parallel','Branches':["
                            + graph(random, name + "a", depth)
                            + ","
                            + graph(random, name + "b", depth)
                            + "],"
                            + next;
            default ->
                    "'Type':'Map','Items':[1,2,3],'MaxConcurrency':"
                            + random.nextInt(3)
                            + ",'ItemProcessor':"
                            + graph(random, name + "m", depth)
                            + ","
                            + next;
        };
    }

    private static String graph(Random random, String prefix, int depth) {
        return "{'StartAt':'" + prefix + "0','States':" + states(random, prefix, depth - 1) + "}";
    }

    /// Copies the state of a process that died when its journal had a random number of records.
    private static void kill(Path from, Path to, Random random) throws IOException {
        Files.createDirectories(to.resolve("journals"));
        Files.copy(from.resolve("machines.log"), to.resolve("machines.log"));
        cut(from.resolve("executions.log"), to.resolve("executions.log"), 1);
        try (var files = Files.list(from.resolve("journals"))) {
            Path journal = files.findFirst().orElseThrow();
            cut(
                    journal,
                    to.resolve("journals").resolve(journal.getFileName()),
                    1 + random.nextInt(count(journal)));
        }
    }

    private static int count(Path file) {
        int count = 0;
        try (RecordFile records = RecordFile.read(file)) {
            for (RecordFile.Entry entry = records.at(0);
                    entry != null;
                    entry = records.at(entry.next())) {
                count++;
            }
        }
        return count;
    }

    private static void cut(Path from, Path to, int records) throws IOException {
        long end = 0;
        try (RecordFile file = RecordFile.read(from)) {
            for (int i = 0; i < records; i++) {
                RecordFile.Entry entry = file.at(end);
                if (entry == null) {
                    break;
                }
                end = entry.next();
            }
        }
        Files.write(to, Arrays.copyOf(Files.readAllBytes(from), (int) end));
    }
}
