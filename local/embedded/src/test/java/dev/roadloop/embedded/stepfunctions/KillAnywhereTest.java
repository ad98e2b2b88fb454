package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.roadloop.embedded.stepfunctions.history.RecordFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that dies after any record of the history: the execution goes on and ends as if
/// nothing had happened.
@Tag("slow")
class KillAnywhereTest {

    private static final String MACHINE =
            """
            {'QueryLanguage':'JSONata','StartAt':'Init','States':{
              'Init':{'Type':'Pass','Assign':{'base':'{% $states.input.n * 10 %}'},'Next':'Nap'},
              'Nap':{'Type':'Wait','Seconds':30,'Next':'Each'},
              'Each':{'Type':'Map','Items':'{% [1..4] %}','MaxConcurrency':2,'ItemSelector':{'v':'{% $states.context.Map.Item.Value + $base %}'},
                'ItemProcessor':{'StartAt':'Twice','States':{
                  'Twice':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'twice','Payload':'{% $states.input %}'},'Assign':{'w':'{% $states.result.Payload %}'},
                     'Retry':[{'ErrorEquals':['Flaky'],'IntervalSeconds':1,'MaxAttempts':5}],'Next':'Rest'},
                  'Rest':{'Type':'Wait','Seconds':2,'Output':'{% $w %}','End':true}}},
                'Assign':{'list':'{% $states.result %}'},'Next':'Both'},
              'Both':{'Type':'Parallel','Arguments':{'list':'{% $list %}'},'Branches':[
                  {'StartAt':'Sum','States':{'Sum':{'Type':'Pass','Output':'{% $sum($states.input.list) %}','End':true}}},
                  {'StartAt':'Job','States':{'Job':{'Type':'Task','Resource':'arn:aws:states:::batch:submitJob.sync','Arguments':{'JobName':'j','JobQueue':'q','JobDefinition':'d'},'Output':'{% $states.result.Status %}','End':true}}},
                  {'StartAt':'Inner','States':{'Inner':{'Type':'Parallel','Branches':[{'StartAt':'Deep','States':{'Deep':{'Type':'Fail','Error':'Expected'}}}],'Catch':[{'ErrorEquals':['Expected'],'Output':'{% $states.errorOutput.Error %}','Next':'Caught'}],'End':true},'Caught':{'Type':'Pass','End':true}}}],
                'Next':'Pick'},
              'Pick':{'Type':'Choice','Choices':[{'Condition':'{% $states.input[0] > 0 %}','Next':'Done'}],'Default':'Bad'},
              'Bad':{'Type':'Fail','Error':'Bad'},
              'Done':{'Type':'Succeed','Output':'{% {"all":$states.input,"list":$list,"base":$base} %}'}}}
            """;

    @TempDir Path directory;

    private String submitId = "";

    private static FakeServices services() {
        FakeServices services = new FakeServices();
        services.function(
                "twice",
                input -> {
                    int v = input.get("v").intValue();
                    // Fails by content rather than by count, so that a run is the same whenever it
                    // is cut.
                    if (v % 2 == 1 && services.calls().size() % 3 == 0) {
                        throw new FakeServices.FunctionError("Flaky", "try again");
                    }
                    return JsonNodeFactory.instance.numberNode(2 * v);
                });
        services.on("batch", "SubmitJob", input -> TestCloud.object().put("jobId", "1"));
        services.on(
                "batch",
                "DescribeJobs",
                input ->
                        TestCloud.json(
                                services.calls().size() % 4 == 0
                                        ? "{'jobs':[{'jobId':'1','status':'SUCCEEDED'}]}"
                                        : "{'jobs':[{'jobId':'1','status':'RUNNING'}]}"));
        return services;
    }

    private static String machine() {
        return MACHINE.replace("\"", "\\\"");
    }

    @Test
    void endsTheSameWhicheverRecordWasTheLast() throws IOException {
        Path whole = directory.resolve("whole");
        String arn;
        JsonNode expected;
        FakeServices undisturbed = services();
        try (TestCloud cloud = new TestCloud(whole, undisturbed)) {
            arn = cloud.start(cloud.create("m", machine()), "run", "{'n':3}");
            expected = cloud.finish(arn);
        }
        assertThat(expected.get("status").textValue())
                .as(expected.toString())
                .isEqualTo("SUCCEEDED");
        submitId = undisturbed.requestIds("batch:SubmitJob").getFirst();
        Path journal = onlyJournal(whole);
        List<Long> cuts = cuts(journal);
        assertThat(cuts).hasSizeGreaterThan(60);
        for (int i = 0; i < cuts.size(); i++) {
            // A torn record follows every other cut.
            long torn = i % 2 == 0 ? 0 : Math.min(7, Files.size(journal) - cuts.get(i));
            assertResumesTo(expected, arn, whole, cuts.get(i) + torn, i);
        }
    }

    private void assertResumesTo(JsonNode expected, String arn, Path whole, long length, int number)
            throws IOException {
        Path copy = directory.resolve("cut" + number);
        Files.createDirectories(copy.resolve("journals"));
        Files.copy(whole.resolve("machines.log"), copy.resolve("machines.log"));
        runningIndex(whole.resolve("executions.log"), copy.resolve("executions.log"));
        Path journal = onlyJournal(whole);
        byte[] bytes = Files.readAllBytes(journal);
        Files.write(
                copy.resolve("journals").resolve(journal.getFileName()),
                Arrays.copyOf(bytes, (int) length));
        FakeServices services = services();
        try (TestCloud cloud = new TestCloud(copy, services)) {
            cloud.states.resume();
            JsonNode actual = cloud.finish(arn);
            assertThat(actual.get("status").textValue())
                    .as("cut %d: %s %s", number, actual, cloud.types(arn))
                    .isEqualTo("SUCCEEDED");
            assertThat(actual.get("output")).as("cut %d", number).isEqualTo(expected.get("output"));
            List<String> types = cloud.types(arn);
            assertThat(types.stream().filter("ExecutionSucceeded"::equals)).hasSize(1);
            assertThat(types.stream().filter("MapIterationSucceeded"::equals))
                    .as("cut %d: %s", number, types)
                    .hasSize(4);
            assertThat(types.stream().filter("WaitStateExited"::equals))
                    .as("cut %d", number)
                    .hasSize(5);
            // Batch takes a job of the same id once, so it never runs twice.
            List<String> submitted = services.requestIds("batch:SubmitJob");
            if (new String(bytes, 0, (int) length, StandardCharsets.ISO_8859_1)
                    .contains("submitJob")) {
                assertThat(submitted).as("cut %d", number).allMatch(submitId::equals);
            } else {
                assertThat(submitted).as("cut %d", number).hasSize(1);
            }
        }
    }

    /// The list of executions as it was while the execution ran: without the record of its end.
    private static void runningIndex(Path from, Path to) throws IOException {
        try (RecordFile source = RecordFile.read(from)) {
            RecordFile.Entry first = source.at(0);
            Files.write(to, Arrays.copyOf(Files.readAllBytes(from), (int) first.next()));
        }
    }

    private static Path onlyJournal(Path directory) throws IOException {
        try (var files = Files.list(directory.resolve("journals"))) {
            return files.findFirst().orElseThrow();
        }
    }

    /// The offsets after each record but the very first, which is there before a start is accepted.
    private static List<Long> cuts(Path journal) {
        List<Long> cuts = new ArrayList<>();
        try (RecordFile file = RecordFile.read(journal)) {
            for (RecordFile.Entry entry = file.at(0);
                    entry != null;
                    entry = file.at(entry.next())) {
                cuts.add(entry.next());
            }
        }
        return cuts;
    }
}
