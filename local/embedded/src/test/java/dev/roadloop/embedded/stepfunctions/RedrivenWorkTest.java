package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.history.RecordFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a redrive does again and what not, and which executions are redriven, as "Restarting state
/// machine executions with redrive" of the Step Functions developer guide has it.
class RedrivenWorkTest {

    private static final String TASK =
            "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Payload':'{%"
                + " $states.input %}'},'Output':'{% $states.result.Payload"
                + " %}','Retry':[{'ErrorEquals':['Boom'],'MaxAttempts':1}],'End':true}";

    @TempDir private Path directory;

    private TestCloud cloud;
    private final List<Integer> called = new ArrayList<>();
    private final Set<Integer> bad = new HashSet<>();

    @BeforeEach
    void open() {
        cloud = new TestCloud(directory);
        cloud.services.function(
                "f",
                input -> {
                    called.add(input.intValue());
                    if (bad.contains(input.intValue())) {
                        throw new FakeServices.FunctionError("Boom", "bad");
                    }
                    return input;
                });
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private JsonNode redriven(JsonNode execution) {
        called.clear();
        String arn = execution.get("executionArn").textValue();
        cloud.call("RedriveExecution", TestCloud.object().put("executionArn", arn));
        return cloud.finish(arn);
    }

    private static String map(String more, String config) {
        return "'A':{'Type':'Map','Items':[1,2,3,4,5],'MaxConcurrency':1"
                + more
                + ",'ItemProcessor':{"
                + config
                + "'StartAt':'B','States':{'B':"
                + TASK
                + "}},'End':true}";
    }

    @Test
    void anInlineMapDoesOnlyTheIterationsThatDidNotSucceedEachWithAllItsRetries() {
        bad.add(3);
        JsonNode failed = cloud.run(map("", ""), "{}");
        assertThat(called).containsExactly(1, 2, 3, 3);

        failed = redriven(failed);
        assertThat(failed.get("status").textValue()).isEqualTo("FAILED");
        assertThat(called).containsExactly(3, 3);

        bad.clear();
        JsonNode ended = redriven(failed);
        assertThat(called).containsExactly(3, 4, 5);
        assertThat(ended.get("output").textValue()).isEqualTo("[1,2,3,4,5]");
        assertThat(ended.get("redriveCount").intValue()).isEqualTo(2);
    }

    @Test
    void aDistributedMapDoesOnlyTheChildrenThatDidNotSucceed() {
        bad.addAll(Set.of(2, 4));
        JsonNode failed =
                cloud.run(
                        map(
                                ",'ToleratedFailureCount':1",
                                "'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},"),
                        "{}");
        assertThat(failed.get("error").textValue())
                .isEqualTo("States.ExceedToleratedFailureThreshold");
        assertThat(called).containsExactly(1, 2, 2, 3, 4, 4);
        String parent = failed.get("executionArn").textValue();
        String run =
                cloud.call("ListMapRuns", TestCloud.object().put("executionArn", parent))
                        .at("/mapRuns/0/mapRunArn")
                        .textValue();
        JsonNode children =
                cloud.call(
                                "ListExecutions",
                                TestCloud.object()
                                        .put("mapRunArn", run)
                                        .put("statusFilter", "FAILED"))
                        .get("executions");
        assertThat(children).hasSize(2);
        String child = children.get(0).get("executionArn").textValue();
        assertThat(cloud.describe(child).get("redriveStatus").textValue())
                .isEqualTo("REDRIVABLE_BY_MAP_RUN");
        assertThatThrownBy(() ->
                        cloud.call(
                                "RedriveExecution", TestCloud.object().put("executionArn", child)))
                .hasMessageContaining("child of a map run")
                .hasMessageContaining(child);

        bad.clear();
        JsonNode ended = redriven(failed);

        assertThat(called).containsExactly(2, 4, 5);
        assertThat(ended.get("output").textValue()).isEqualTo("[1,2,3,4,5]");
        assertThat(cloud.types(parent))
                .containsSubsequence("ExecutionRedriven", "MapRunRedriven", "MapRunSucceeded");
        assertThat(cloud.describe(child).get("redriveCount").intValue()).isEqualTo(1);
    }

    /// See AWS, "IAM policies for using Distributed Map states".
    @Test
    void aDistributedMapNeedsItsRolesPermissionToStartAndToRedriveItsChildren() {
        bad.add(2);
        String map =
                map("", "'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},");
        JsonNode failed = cloud.run(map, "{}");
        assertThat(failed.get("error").textValue())
                .isEqualTo("States.ExceedToleratedFailureThreshold");

        bad.clear();
        cloud.services.forbid("states:RedriveExecution");
        failed = redriven(failed);
        assertThat(failed.get("error").textValue()).isEqualTo("States.Permissions");
        assertThat(failed.get("cause").textValue())
                .contains("role/machine", "states:RedriveExecution", ":execution:")
                .containsPattern("/A:[0-9a-f-]{36}");
        assertThat(called).isEmpty();

        cloud.services.forbid("states:StartExecution");
        JsonNode refused =
                cloud.finish(
                        cloud.start(
                                cloud.create(
                                        "refused",
                                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{"
                                                + map
                                                + "}}"),
                                "run",
                                "{}"));
        assertThat(refused.get("error").textValue()).isEqualTo("States.Permissions");
        String parent = refused.get("executionArn").textValue();
        JsonNode run =
                cloud.call("ListMapRuns", TestCloud.object().put("executionArn", parent))
                        .at("/mapRuns/0/mapRunArn");
        assertThat(
                        cloud.call("DescribeMapRun", TestCloud.object().set("mapRunArn", run))
                                .get("status")
                                .textValue())
                .isEqualTo("FAILED");
    }

    @Test
    void aStoppedWaitBeginsAnew() {
        String machine =
                cloud.create(
                        "waits",
                        "{'QueryLanguage':'JSONata','StartAt':'W','States':{'W':{'Type':'Wait','Seconds':100,'Next':'B'},'B':"
                                + TASK
                                + "}}");
        String arn = cloud.start(machine, "run", "7");
        cloud.scheduler.advance(Duration.ofSeconds(60));
        cloud.call("StopExecution", TestCloud.object().put("executionArn", arn));
        cloud.scheduler.settle();
        JsonNode ended = redriven(cloud.describe(arn));

        assertThat(ended.get("output").textValue()).isEqualTo("7");
        assertThat(
                        ended.get("stopDate")
                                .decimalValue()
                                .subtract(ended.get("redriveDate").decimalValue()))
                .isEqualByComparingTo("100");
    }

    /// See AWS, "Accessing execution data from the Context object".
    @Test
    void theContextTellsHowOftenAndWhenTheExecutionWasRedriven() {
        bad.add(1);
        JsonNode failed =
                cloud.run(
                        "'A':"
                                + TASK.replace(
                                        "$states.result.Payload",
                                        "[$states.context.Execution.RedriveCount,$states.context.Execution.RedriveTime]"),
                        "1");
        cloud.scheduler.advance(Duration.ofMinutes(1));
        failed = redriven(failed);
        bad.clear();
        cloud.scheduler.advance(Duration.ofMinutes(1));
        String at = cloud.scheduler.now().toString();

        JsonNode ended = redriven(failed);

        assertThat(TestCloud.tree(ended.get("output").textValue()))
                .isEqualTo(
                        TestCloud.json("[2,'" + at.replaceFirst("(:\\d\\d)Z", "$1.000Z") + "']"));
    }

    @Test
    void anExecutionThatWasNotRedrivenHasNoRedriveTime() {
        assertThat(
                        cloud.run(
                                        "'A':{'Type':'Pass','Output':'{%"
                                            + " $keys($states.context.Execution) %}','End':true}",
                                        "{}")
                                .get("output")
                                .textValue())
                .contains("RedriveCount")
                .doesNotContain("RedriveTime");
    }

    @Test
    void anExecutionWithoutRoomForMoreEventsIsNotRedriven() {
        JsonNode full =
                cloud.run(
                        "'A':{'Type':'Choice','Choices':[{'Condition':true,'Next':'A'}],'Default':'B'},'B':{'Type':'Succeed'}",
                        "{}");
        assertThat(full.get("redriveStatus").textValue()).isEqualTo("NOT_REDRIVABLE");
        assertThat(full.get("redriveStatusReason").textValue())
                .isEqualTo("Execution history event limit exceeded");
        assertThatThrownBy(() -> redriven(full)).hasMessageContaining("event limit exceeded");
    }

    @Test
    void anExecutionIsRedrivenForFourteenDays() {
        bad.add(1);
        JsonNode failed =
                cloud.finish(
                        cloud.start(
                                cloud.create(
                                        "fails",
                                        "{'QueryLanguage':'JSONata','StartAt':'B','States':{'B':"
                                                + TASK
                                                + "}}"),
                                "run",
                                "1"));
        cloud.scheduler.advance(Duration.ofDays(14));
        JsonNode again = redriven(failed);
        assertThat(again.get("redriveCount").intValue()).isEqualTo(1);

        cloud.scheduler.advance(Duration.ofDays(14).plusSeconds(1));
        JsonNode late = cloud.describe(again.get("executionArn").textValue());
        assertThat(late.get("redriveStatusReason").textValue())
                .isEqualTo("Execution redrivable period exceeded");
        assertThatThrownBy(() -> redriven(late)).hasMessageContaining("period exceeded");
    }

    /// The list of executions is written first, the history second.
    @Test
    void anExecutionWhoseRedriveWasCutOffHasFailedAndIsRedrivenAgain() throws IOException {
        bad.add(1);
        String machine =
                cloud.create(
                        "cut",
                        "{'QueryLanguage':'JSONata','StartAt':'B','States':{'B':" + TASK + "}}");
        JsonNode failed = cloud.finish(cloud.start(machine, "run", "1"));
        String arn = failed.get("executionArn").textValue();
        Path list = directory.resolve("executions.log");
        long before = Files.size(list);
        Path journal;
        try (Stream<Path> journals = Files.list(directory.resolve("journals"))) {
            journal = journals.findFirst().orElseThrow();
        }
        byte[] history = Files.readAllBytes(journal);
        redriven(failed);
        cloud.close();

        long after;
        try (RecordFile records = RecordFile.read(list)) {
            after = records.at(before).next();
        }
        Files.write(list, Arrays.copyOf(Files.readAllBytes(list), (int) after));
        Files.write(journal, history);
        bad.clear();
        cloud = new TestCloud(directory, cloud.services);
        cloud.states.resume();
        cloud.scheduler.settle();

        assertThat(cloud.describe(arn).get("status").textValue()).isEqualTo("FAILED");
        assertThat(redriven(failed).get("status").textValue()).isEqualTo("SUCCEEDED");
    }
}
