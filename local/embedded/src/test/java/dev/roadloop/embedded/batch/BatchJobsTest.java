package dev.roadloop.embedded.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.TestAssembly;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.logs.LogStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs as the Batch user guide describes them: arrays, dependencies, timeouts, retries, ends.
@Tag("slow")
class BatchJobsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");
    private static final String PREFIX = "arn:aws:batch:us-east-1:123456789012:";

    @TempDir private Path directory;

    private BatchApi batch = opened();

    @BeforeEach
    void start() {
        TestAssembly.write(directory.resolve("cdk.out"));
        batch = open();
        batch.start();
    }

    @AfterEach
    void close() {
        batch.close();
    }

    /// A cloud that is closed at once: the field is never null, the folder is only known later.
    private static BatchApi opened() {
        return new BatchApi(
                List.of(),
                List.of(),
                role -> Map.of(),
                new LogStore(
                        Path.of(System.getProperty("java.io.tmpdir"), "none"), Clock.systemUTC()),
                Path.of(System.getProperty("java.io.tmpdir"), "roadloop-" + UUID.randomUUID()),
                Clock.systemUTC(),
                1,
                detail -> {});
    }

    private BatchApi open() {
        return new BatchApi(
                List.of(new JobQueue("jobs", PREFIX + "job-queue/jobs", 1, true)),
                List.of(
                        definition("print", "image", "{'retryStrategy':{'attempts':3}}"),
                        definition(
                                "picky",
                                "image",
                                "{'retryStrategy':{'attempts':4,'evaluateOnExit':[{'onExitCode':'2*','action':'retry'},{'onExitCode':'*','action':'exit'}]}}"),
                        definition(
                                "short",
                                "image",
                                "{'retryStrategy':{'attempts':3},'timeout':{'attemptDurationSeconds':1}}"),
                        definition("broken", "no-such-image", "{}")),
                role -> Map.of(),
                logs(),
                directory.resolve("state"),
                Clock.systemUTC(),
                2,
                detail -> {});
    }

    private LogStore logs() {
        return new LogStore(directory.resolve("logs"), Clock.systemUTC());
    }

    private JobDefinition definition(String name, String image, String properties) {
        return new JobDefinition(
                name,
                PREFIX + "job-definition/" + name + ":1",
                directory.resolve("cdk.out").resolve(image),
                "Dockerfile",
                json(properties));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static JsonNode request(String definition, String command, String more) {
        return json(
                "{'jobName':'j','jobQueue':'jobs','jobDefinition':'"
                        + definition
                        + "','containerOverrides':{'command':['"
                        + command.replace(" ", "','")
                        + "'],'resourceRequirements':[{'type':'VCPU','value':'0.5'},{'type':'MEMORY','value':'128'}]}"
                        + (more.isEmpty() ? "" : "," + more)
                        + "}");
    }

    private String submit(String definition, String command, String more) {
        return batch.call(OWNER, "SubmitJob", request(definition, command, more))
                .path("jobId")
                .asText();
    }

    private JsonNode describe(String id) {
        return batch.call(OWNER, "DescribeJobs", json("{'jobs':['" + id + "']}"))
                .path("jobs")
                .path(0);
    }

    private String status(String id) {
        return describe(id).path("status").asText();
    }

    private JsonNode end(String id) {
        eventually(() -> List.of("SUCCEEDED", "FAILED").contains(status(id)), "job " + id);
        return describe(id);
    }

    private static void eventually(BooleanSupplier holds, String what) {
        long end = System.nanoTime() + 300_000_000_000L;
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<String> printed() {
        List<String> lines = new ArrayList<>();
        LogStore logs = logs();
        logs.streams("/aws/batch/job")
                .forEach(stream ->
                        logs.read("/aws/batch/job", stream, event -> lines.add(event.message())));
        return lines;
    }

    @Test
    void anArrayRunsEachChildOnceWithItsIndex() {
        String id = submit("print", "a 0 0", "'arrayProperties':{'size':5}");

        JsonNode array = end(id);

        assertThat(array.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(array.path("arrayProperties").path("size").asInt()).isEqualTo(5);
        assertThat(array.path("arrayProperties").path("statusSummary").path("SUCCEEDED").asInt())
                .isEqualTo(5);
        assertThat(printed())
                .containsExactlyInAnyOrder(
                        "job a index 0 attempt 1",
                        "job a index 1 attempt 1",
                        "job a index 2 attempt 1",
                        "job a index 3 attempt 1",
                        "job a index 4 attempt 1");
        assertThat(describe(id + ":3").path("arrayProperties").path("index").asInt()).isEqualTo(3);
        assertThat(
                        batch.call(OWNER, "ListJobs", json("{'arrayJobId':'" + id + "'}"))
                                .path("jobSummaryList"))
                .hasSize(5);
    }

    @Test
    void anArrayFailsWhenOneChildDoesAfterItsRetriesAndTheOthersRunOn() {
        String id = submit("print", "a 0 7 1", "'arrayProperties':{'size':3}");

        JsonNode array = end(id);

        assertThat(array.path("status").asText()).isEqualTo("FAILED");
        assertThat(status(id + ":0")).isEqualTo("SUCCEEDED");
        assertThat(status(id + ":2")).isEqualTo("SUCCEEDED");
        JsonNode child = describe(id + ":1");
        assertThat(child.path("status").asText()).isEqualTo("FAILED");
        assertThat(child.path("attempts")).hasSize(3);
        assertThat(child.path("container").path("exitCode").asInt()).isEqualTo(7);
    }

    @Test
    void anArrayIsWholeAfterAKillThatLeftOnlyItsFirstRecord() throws IOException {
        String id = submit("print", "a 0 0", "'arrayProperties':{'size':4}");
        end(id);
        batch.close();
        Path journal = directory.resolve("state/jobs.journal");
        Files.writeString(journal, Files.readAllLines(journal).getFirst() + "\n");

        batch = open();
        assertThat(status(id + ":3")).isEqualTo("SUBMITTED");
        batch.start();

        assertThat(end(id).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(printed()).filteredOn("job a index 3 attempt 1"::equals).hasSize(2);
    }

    @Test
    void aRequestThatIsRepeatedSubmitsOneJobAfterARestartToo() {
        String request = UUID.randomUUID().toString();
        JsonNode input = request("print", "a 0 0", "");

        JsonNode first = batch.callOnce(OWNER, request, "SubmitJob", input);
        JsonNode second = batch.callOnce(OWNER, request, "SubmitJob", input);
        batch.close();
        batch = open();
        batch.start();
        JsonNode third = batch.callOnce(OWNER, request, "SubmitJob", input);

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        end(first.path("jobId").asText());
        assertThat(
                        batch.call(
                                        OWNER,
                                        "ListJobs",
                                        json(
                                                "{'jobQueue':'jobs','filters':[{'name':'JOB_NAME','values':['j']}]}"))
                                .path("jobSummaryList"))
                .hasSize(1);
    }

    @Test
    void aJobWaitsForWhatItDependsOnAndFailsWithIt() {
        String first = submit("print", "a 300 0", "");
        String second = submit("print", "b 0 0", "'dependsOn':[{'jobId':'" + first + "'}]");
        String bad = submit("picky", "c 0 1", "");
        String never = submit("print", "d 0 0", "'dependsOn':[{'jobId':'" + bad + "'}]");
        assertThat(status(second)).isEqualTo("PENDING");

        assertThat(end(second).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(describe(second).path("startedAt").asLong())
                .isGreaterThanOrEqualTo(describe(first).path("stoppedAt").asLong());
        assertThat(end(never).path("statusReason").asText()).isEqualTo("Dependent Job failed");
        assertThat(printed()).noneMatch(line -> line.startsWith("job d"));
    }

    @Test
    void childrenOfASequentialArrayRunOneAfterTheOtherAndOfJoinedArraysByIndex() {
        String chain =
                submit(
                        "print",
                        "a 50 0",
                        "'arrayProperties':{'size':3},'dependsOn':[{'type':'SEQUENTIAL'}]");
        String joined =
                submit(
                        "print",
                        "b 0 0",
                        "'arrayProperties':{'size':3},'dependsOn':[{'jobId':'"
                                + chain
                                + "','type':'N_TO_N'}]");

        assertThat(end(joined).path("status").asText()).isEqualTo("SUCCEEDED");
        for (int i = 0; i < 3; i++) {
            long stopped = describe(chain + ":" + i).path("stoppedAt").asLong();
            assertThat(describe(joined + ":" + i).path("startedAt").asLong())
                    .isGreaterThanOrEqualTo(stopped);
            if (i < 2) {
                assertThat(describe(chain + ":" + (i + 1)).path("startedAt").asLong())
                        .isGreaterThanOrEqualTo(stopped);
            }
        }
    }

    @Test
    void anAttemptThatExceedsItsTimeIsEndedAndNotRetried() {
        JsonNode job = end(submit("short", "a 30000 0", ""));

        assertThat(job.path("status").asText()).isEqualTo("FAILED");
        assertThat(job.path("statusReason").asText())
                .isEqualTo("Job attempt duration exceeded timeout");
        assertThat(job.path("attempts")).hasSize(1);
        assertThat(job.path("stoppedAt").asLong() - job.path("startedAt").asLong())
                .isBetween(1_000L, 20_000L);
    }

    @Test
    void retriesAsTheExitCodeSays() {
        assertThat(end(submit("picky", "a 0 21", "")).path("attempts")).hasSize(4);
        assertThat(end(submit("picky", "a 0 3", "")).path("attempts")).hasSize(1);
        assertThat(
                        end(submit("picky", "a 0 21", "'retryStrategy':{'attempts':1}"))
                                .path("attempts"))
                .hasSize(1);
    }

    @Test
    void aTerminatedJobFailsWithTheReasonAndACancelledOneOnlyIfItHasNotStarted() {
        String running = submit("print", "a 30000 0", "");
        eventually(() -> status(running).equals("RUNNING"), "running");
        String waiting = submit("print", "b 0 0", "'dependsOn':[{'jobId':'" + running + "'}]");

        batch.call(OWNER, "CancelJob", json("{'jobId':'" + running + "','reason':'no'}"));
        batch.call(OWNER, "CancelJob", json("{'jobId':'" + waiting + "','reason':'not wanted'}"));
        assertThat(status(running)).isEqualTo("RUNNING");
        assertThat(end(waiting).path("statusReason").asText()).isEqualTo("not wanted");

        batch.call(OWNER, "TerminateJob", json("{'jobId':'" + running + "','reason':'enough'}"));
        JsonNode ended = end(running);
        assertThat(ended.path("status").asText()).isEqualTo("FAILED");
        assertThat(ended.path("statusReason").asText()).isEqualTo("enough");
        assertThat(ended.path("attempts")).hasSize(1);
    }

    @Test
    void whatBatchRefusesIsRefusedWithTheReason() {
        assertRefused(
                "'arrayProperties':{'size':1}",
                "arrayProperties.size: expected 2 to 10000, found 1");
        assertRefused("'arrayProperties':{'size':10001}", "expected 2 to 10000, found 10001");
        assertRefused("'timeout':{'attemptDurationSeconds':59}", "expected at least 60, found 59");
        assertRefused("'dependsOn':[{'jobId':'nobody'}]", "job nobody does not exist");
        assertRefused("'dependsOn':[{'type':'SEQUENTIAL'}]", "may lack a jobId");
        String single = submit("print", "a 0 0", "");
        assertRefused(
                "'arrayProperties':{'size':2},'dependsOn':[{'jobId':'"
                        + single
                        + "','type':'N_TO_N'}]",
                "arrays of the same size");
    }

    private void assertRefused(String more, String reason) {
        assertThatThrownBy(() -> submit("print", "a 0 0", more))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void schedulesTheLargestArrayInSeconds() {
        long begin = System.nanoTime();
        String id = submit("broken", "a 0 0", "'arrayProperties':{'size':10000}");
        long accepted = System.nanoTime();

        JsonNode array = end(id);

        System.out.printf(
                "an array of 10,000 jobs was accepted in %,d ms, its children were through in %,d"
                        + " ms%n",
                (accepted - begin) / 1_000_000, (System.nanoTime() - accepted) / 1_000_000);
        assertThat(array.path("arrayProperties").path("statusSummary").path("FAILED").asInt())
                .isEqualTo(10_000);
        assertThat(describe(id + ":9999").path("container").path("reason").asText())
                .startsWith("CannotStartContainerError");
    }
}
