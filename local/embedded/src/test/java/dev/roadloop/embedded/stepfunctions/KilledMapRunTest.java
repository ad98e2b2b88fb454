package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that dies between any two writes of a Distributed Map to the disk: the next one does
/// what was not done, and ends as if nothing had happened.
@Tag("slow")
class KilledMapRunTest {

    private static final String MAP =
            """
            'Each':{'Type':'Map','Items':'{% $states.input %}','MaxConcurrency':2,'ToleratedFailureCount':1,
              'ItemBatcher':{'MaxItemsPerBatch':1},
              'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'Work','States':{
                'Work':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Payload':'{% $states.input.Items[0] %}'},'Output':'{% $states.result.Payload %}','Next':'Rest'},
                'Rest':{'Type':'Wait','Seconds':5,'End':true}}},
              'Output':'{% $sum($states.result) %}','End':true}
            """;

    private static final String ALONE =
            "{'QueryLanguage':'JSONata','StartAt':'Each','States':{" + MAP + "}}";

    private static final String IN_A_BRANCH =
            "{'QueryLanguage':'JSONata','StartAt':'Both','States':{'Both':{'Type':'Parallel','Branches':[{'StartAt':'Each','States':{"
                    + MAP
                    + "}}],'Output':'{% $states.result[0] %}','End':true}}}";

    private static final String EXECUTION = "arn:aws:states:us-east-1:123456789012:execution:m:run";

    @TempDir private Path directory;

    private static FakeServices services(Set<Integer> bad) {
        FakeServices services = new FakeServices();
        services.function(
                "f",
                input -> {
                    if (bad.contains(input.intValue())) {
                        throw new FakeServices.FunctionError("Boom", "bad");
                    }
                    return input;
                });
        return services;
    }

    /// Does `work` on an execution of items 1 to 5, and keeps what is on disk after every write.
    ///
    /// @param bad items that fail, until `work` mends them
    private List<Path> cuts(String machine, Set<Integer> bad, Consumer<TestCloud> work)
            throws IOException {
        Path whole = directory.resolve("whole");
        try (TestCloud cloud = new TestCloud(whole, services(bad))) {
            cloud.start(cloud.create("m", machine), "run", "[1,2,3,4,5]");
            try (WrittenFiles written = WrittenFiles.below(whole)) {
                work.accept(cloud);
                assertThat(cloud.describe(EXECUTION).path("output").asText()).isEqualTo("15");
                List<Path> cuts = written.afterEachWrite(directory.resolve("cut"));
                assertThat(cuts).hasSizeGreaterThan(60);
                return cuts;
            }
        }
    }

    private static void redrive(TestCloud cloud) {
        cloud.call("RedriveExecution", TestCloud.object().put("executionArn", EXECUTION));
        cloud.finish(EXECUTION);
    }

    private static void endsAs(String status, Path left, Set<Integer> bad) {
        try (TestCloud cloud = new TestCloud(left, services(bad))) {
            cloud.states.resume();
            JsonNode ended = cloud.finish(EXECUTION);
            assertThat(ended.get("status").textValue())
                    .as("%s: %s %s", left, ended, cloud.types(EXECUTION))
                    .isEqualTo(status);
            assertThat(ended.path("output").asText())
                    .as("%s", left)
                    .isEqualTo(status.equals("SUCCEEDED") ? "15" : "");
            for (JsonNode run : mapRuns(cloud)) {
                ObjectNode named = TestCloud.object();
                named.set("mapRunArn", run.get("mapRunArn"));
                assertThat(cloud.call("DescribeMapRun", named).get("status").textValue())
                        .as("%s", left)
                        .isEqualTo(status);
                assertThat(cloud.call("ListExecutions", named).findValuesAsText("status"))
                        .as("%s: no child is left behind", left)
                        .doesNotContain("RUNNING");
            }
        }
    }

    private static JsonNode mapRuns(TestCloud cloud) {
        return cloud.call("ListMapRuns", TestCloud.object().put("executionArn", EXECUTION))
                .get("mapRuns");
    }

    @Test
    void endsTheSameWhereverItWasCut() throws IOException {
        for (Path left : cuts(ALONE, Set.of(), cloud -> cloud.finish(EXECUTION))) {
            endsAs("SUCCEEDED", left, Set.of());
        }
    }

    @Test
    void failsTheSameWhereverItWasCutAndGoesOnWithARedrive() throws IOException {
        Set<Integer> bad = new HashSet<>(Set.of(2, 4));
        List<Path> cuts =
                cuts(
                        ALONE,
                        bad,
                        cloud -> {
                            cloud.finish(EXECUTION);
                            bad.clear();
                            redrive(cloud);
                        });
        for (Path left : cuts) {
            boolean redriven = told(left, "ExecutionRedriven");
            endsAs(redriven ? "SUCCEEDED" : "FAILED", left, redriven ? Set.of() : Set.of(2, 4));
        }
    }

    @Test
    void isAbortedWhereverItWasCutAndGoesOnWithARedrive() throws IOException {
        List<Path> cuts =
                cuts(
                        IN_A_BRANCH,
                        Set.of(),
                        cloud -> {
                            cloud.scheduler.advance(Duration.ofSeconds(7));
                            cloud.call(
                                    "StopExecution",
                                    TestCloud.object().put("executionArn", EXECUTION));
                            cloud.scheduler.settle();
                            redrive(cloud);
                        });
        for (Path left : cuts) {
            boolean ended = told(left, "ExecutionAborted") && !told(left, "ExecutionRedriven");
            endsAs(ended ? "ABORTED" : "SUCCEEDED", left, Set.of());
        }
    }

    @Test
    void isAbortedWhereverItWasCutIfASiblingFailedAndItsParentGoesOn() throws IOException {
        String machine =
                "{'QueryLanguage':'JSONata','StartAt':'Both','States':{'Both':{'Type':'Parallel','Branches':[{'StartAt':'Each','States':{"
                        + MAP
                        + "}},{'StartAt':'Soon','States':{'Soon':{'Type':'Wait','Seconds':7,'Next':'Boom'},'Boom':{'Type':'Fail','Error':'Boom'}}}],'Catch':[{'ErrorEquals':['Boom'],'Next':'After'}],'End':true},'After':{'Type':'Wait','Seconds':60,'Output':15,'End':true}}}";
        for (Path left : cuts(machine, Set.of(), cloud -> cloud.finish(EXECUTION))) {
            try (TestCloud cloud = new TestCloud(left, services(Set.of()))) {
                cloud.states.resume();
                JsonNode ended = cloud.finish(EXECUTION);
                assertThat(ended.path("output").asText()).as("%s", left).isEqualTo("15");
                for (JsonNode run : mapRuns(cloud)) {
                    ObjectNode named = TestCloud.object();
                    named.set("mapRunArn", run.get("mapRunArn"));
                    assertThat(cloud.call("DescribeMapRun", named).get("status").textValue())
                            .as("%s", left)
                            .isEqualTo("ABORTED");
                    assertThat(cloud.call("ListExecutions", named).findValuesAsText("status"))
                            .as("%s: no child is left behind", left)
                            .doesNotContain("RUNNING");
                }
            }
        }
    }

    /// Whether the parent's history has an event of this type.
    private static boolean told(Path left, String type) {
        try (TestCloud cloud = new TestCloud(left, services(Set.of()))) {
            return cloud.types(EXECUTION).contains(type);
        }
    }
}
