package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every state type and every way it can end.
class StatePathsTest {

    private static final String TASK =
            "'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'f','Payload':'{%"
                + " $states.input %}'}";

    @TempDir Path directory;

    private TestCloud cloud;

    @BeforeEach
    void open() {
        cloud = new TestCloud(directory);
        cloud.services.function("f", input -> input);
        cloud.services.function(
                "boom",
                input -> {
                    throw new FakeServices.FunctionError("Boom", "it went boom");
                });
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    'A':{'Type':'Pass','Output':'{% $nope %}','End':true} | States.QueryEvaluationError
                    'A':{'Type':'Pass','Output':'{% $number("x") %}','End':true} | States.QueryEvaluationError
                    'A':{'Type':'Pass','Assign':{'v':'{% $error("no") %}'},'End':true} | States.QueryEvaluationError
                    'A':{'Type':'Pass','Output':'{% $string([1..60000]) %}','End':true} | States.DataLimitExceeded
                    'A':{'Type':'Succeed','Output':'{% $nope %}'} | States.QueryEvaluationError
                    'A':{'Type':'Fail','Error':'Mine','Cause':'why'} | Mine
                    'A':{'Type':'Fail','Error':'{% 1 %}'} | States.QueryEvaluationError
                    'A':{'Type':'Choice','Choices':[{'Condition':'{% false %}','Next':'B'}]},'B':{'Type':'Succeed'} | States.NoChoiceMatched
                    'A':{'Type':'Choice','Choices':[{'Condition':'{% 1 %}','Next':'B'}],'Default':'B'},'B':{'Type':'Succeed'} | States.QueryEvaluationError
                    'A':{'Type':'Wait','Seconds':'{% "x" %}','End':true} | States.QueryEvaluationError
                    'A':{'Type':'Wait','Timestamp':'tomorrow','End':true} | States.QueryEvaluationError
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'boom'},'End':true} | Boom
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'none'},'End':true} | Lambda.ResourceNotFoundException
                    'A':{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:s3:getObject','Arguments':{'Bucket':'b','Key':'none'},'End':true} | S3.NoSuchKeyException
                    'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'{% $nope %}'},'End':true} | States.QueryEvaluationError
                    'A':{'Type':'Parallel','Branches':[{'StartAt':'B','States':{'B':{'Type':'Fail','Error':'E1'}}},{'StartAt':'C','States':{'C':{'Type':'Wait','Seconds':9,'End':true}}}],'End':true} | E1
                    'A':{'Type':'Parallel','Arguments':'{% $nope %}','Branches':[{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}}],'End':true} | States.QueryEvaluationError
                    'A':{'Type':'Map','Items':[1,2],'ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Fail','Error':'E2'}}},'End':true} | E2
                    'A':{'Type':'Map','Items':[1,2],'ItemSelector':'{% $nope %}','ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}},'End':true} | States.QueryEvaluationError
                    'A':{'Type':'Map','Items':[1,2],'Output':'{% $nope %}','ItemProcessor':{'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}},'End':true} | States.QueryEvaluationError
                    'A':{'Type':'Map','Items':[1,2],'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Fail','Error':'E3'}}},'End':true} | States.ExceedToleratedFailureThreshold
                    'A':{'Type':'Map','ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{'Bucket':'b','Key':'none'},'ReaderConfig':{'InputType':'JSON'}},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Pass','End':true}}},'End':true} | States.ItemReaderFailed
                    """,
            quoteCharacter = '`')
    @Tag("slow")
    void failsWithTheErrorThatAwsNames(String states, String error) {
        JsonNode execution = cloud.run(states.replace("\"", "\\\""), "{'x':1}");
        assertThat(execution.path("status").asText()).as(execution.toString()).isEqualTo("FAILED");
        assertThat(execution.path("error").asText()).as(execution.toString()).isEqualTo(error);
    }

    @Test
    void retriesWithBackoffThenCatches() {
        AtomicInteger calls = new AtomicInteger();
        cloud.services.function(
                "f",
                input -> {
                    calls.incrementAndGet();
                    throw new FakeServices.FunctionError("Boom", "again");
                });
        Instant begin = cloud.scheduler.now();
        JsonNode execution =
                cloud.run(
                        "'A':{"
                                + TASK
                                + ",'Retry':[{'ErrorEquals':['Boom'],'IntervalSeconds':2,'MaxAttempts':3,'BackoffRate':3,'MaxDelaySeconds':10}],'Catch':[{'ErrorEquals':['States.ALL'],'Assign':{'e':'{%"
                                + " $states.errorOutput.Error"
                                + " %}'},'Output':{'caught':true},'Next':'B'}],'End':true},"
                                + "'B':{'Type':'Pass','Output':'{% {\\'e\\':$e, \\'in\\':$states.input} %}','End':true}"
                                        .replace("\\'", "\\\""),
                        "{}");
        assertThat(execution.get("status").textValue())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        assertThat(TestCloud.json(execution.get("output").textValue()))
                .isEqualTo(TestCloud.json("{'e':'Boom','in':{'caught':true}}"));
        assertThat(calls).hasValue(4);
        assertThat(Duration.between(begin, cloud.scheduler.now()))
                .isEqualTo(Duration.ofSeconds(2 + 6 + 10));
    }

    @Test
    void fullJitterDrawsEachWaitBetweenNoneAndItsBound() {
        List<Instant> calls = new ArrayList<>();
        cloud.services.function(
                "f",
                input -> {
                    calls.add(cloud.scheduler.now());
                    throw new FakeServices.FunctionError("Boom", "again");
                });
        cloud.run(
                "'A':{"
                        + TASK
                        + ",'Retry':[{'ErrorEquals':['Boom'],'IntervalSeconds':100,'MaxAttempts':40,'BackoffRate':1.5,'MaxDelaySeconds':150,'JitterStrategy':'FULL'}],'End':true}",
                "{}");
        List<Long> waits =
                IntStream.range(1, calls.size())
                        .mapToObj(i -> Duration.between(calls.get(i - 1), calls.get(i)).toMillis())
                        .toList();
        assertThat(waits).hasSize(40).allSatisfy(wait -> assertThat(wait).isBetween(0L, 150_000L));
        assertThat(waits.getFirst()).isLessThanOrEqualTo(100_000);
        assertThat(waits).as("some short and some long").anyMatch(wait -> wait < 75_000);
        assertThat(waits).as("some short and some long").anyMatch(wait -> wait > 75_000);
        assertThat(Set.copyOf(waits)).hasSizeGreaterThan(30);
    }

    @Test
    void timesOutACallThatNeverReturns() {
        cloud.services.function(
                "f",
                input -> {
                    throw new VirtualScheduler.NeverReturns();
                });
        JsonNode execution = cloud.run("'A':{" + TASK + ",'TimeoutSeconds':5,'End':true}", "{}");
        assertThat(execution.get("error").textValue()).isEqualTo("States.Timeout");
        assertThat(cloud.types(execution.get("executionArn").textValue())).contains("TaskTimedOut");
    }

    @Test
    void theMachinesTimeoutEndsTheExecution() {
        String machine =
                cloud.create(
                        "slow",
                        "{'QueryLanguage':'JSONata','TimeoutSeconds':3,'StartAt':'A','States':{'A':{'Type':'Wait','Seconds':25,'End':true}}}");
        JsonNode execution = cloud.finish(cloud.start(machine, "run", "{}"));
        assertThat(execution.get("status").textValue()).isEqualTo("TIMED_OUT");
        assertThat(execution.has("error")).isFalse();
        assertThat(
                        execution
                                .get("stopDate")
                                .decimalValue()
                                .subtract(execution.get("startDate").decimalValue()))
                .isEqualByComparingTo("3");
    }

    @Test
    void redriveRunsOnlyWhatFailed() {
        AtomicInteger good = new AtomicInteger();
        AtomicInteger bad = new AtomicInteger();
        cloud.services.function(
                "good", input -> JsonNodeFactory.instance.numberNode(good.incrementAndGet()));
        cloud.services.function(
                "bad",
                input -> {
                    if (bad.incrementAndGet() == 1) {
                        throw new FakeServices.FunctionError("Boom", "first time");
                    }
                    return input;
                });
        String branch =
                "{'StartAt':'%1$s','States':{'%1$s':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Arguments':{'FunctionName':'%1$s','Payload':1},'Output':'{%%"
                    + " $states.result.Payload %%}','End':true}}}";
        JsonNode failed =
                cloud.run(
                        "'A':{'Type':'Parallel','Branches':["
                                + branch.formatted("good")
                                + ","
                                + branch.formatted("bad")
                                + "],'End':true}",
                        "{}");
        assertThat(failed.get("status").textValue()).isEqualTo("FAILED");
        assertThat(failed.get("redriveStatus").textValue()).isEqualTo("REDRIVABLE");
        String arn = failed.get("executionArn").textValue();
        cloud.call("RedriveExecution", TestCloud.object().put("executionArn", arn));
        JsonNode execution = cloud.finish(arn);
        assertThat(execution.get("status").textValue())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        assertThat(execution.get("output").textValue()).isEqualTo("[1,1]");
        assertThat(good).hasValue(1);
        assertThat(bad).hasValue(2);
        assertThat(execution.get("redriveCount").intValue()).isEqualTo(1);
        assertThat(cloud.types(arn))
                .containsSubsequence(
                        "ExecutionFailed",
                        "ExecutionRedriven",
                        "TaskScheduled",
                        "ExecutionSucceeded");
    }

    @Test
    void aDistributedMapReadsBatchesToleratesAndWrites() {
        cloud.services
                .objects()
                .put("in.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n{\"n\":5}\n");
        JsonNode execution =
                cloud.run(
                        "'A':{'Type':'Map','ItemReader':{'Resource':'arn:aws:states:::s3:getObject','Arguments':{'Bucket':'b','Key':'in.jsonl'},'ReaderConfig':{'InputType':'JSONL'}},"
                            + "'ItemBatcher':{'MaxItemsPerBatch':2},'ToleratedFailurePercentage':50,'ResultWriter':{'Resource':'arn:aws:states:::s3:putObject','Arguments':{'Bucket':'b','Prefix':'out'}},'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'B','States':{'B':{'Type':'Choice','Choices':[{'Condition':'{%"
                            + " $states.input.Items[0].n = 3"
                            + " %}','Next':'C'}],'Default':'D'},'C':{'Type':'Fail','Error':'Odd'},'D':{'Type':'Pass','Output':'{%"
                            + " $sum($states.input.Items.n) %}','End':true}}},'End':true}",
                        "{}");
        assertThat(execution.get("status").textValue())
                .as(execution.toString())
                .isEqualTo("SUCCEEDED");
        assertThat(cloud.services.objects().keySet())
                .anyMatch(k -> k.endsWith("manifest.json"))
                .anyMatch(k -> k.endsWith("FAILED_0.json"));
        assertThat(
                        cloud.services.objects().entrySet().stream()
                                .filter(e -> e.getKey().endsWith("SUCCEEDED_0.json"))
                                .findFirst()
                                .orElseThrow()
                                .getValue())
                .contains("\"Output\":\"3\"")
                .contains("\"Output\":\"5\"");
        JsonNode runs =
                cloud.call(
                                "ListMapRuns",
                                TestCloud.object()
                                        .put(
                                                "executionArn",
                                                execution.get("executionArn").textValue()))
                        .get("mapRuns");
        JsonNode run =
                cloud.call(
                        "DescribeMapRun",
                        TestCloud.object()
                                .put("mapRunArn", runs.get(0).get("mapRunArn").textValue()));
        assertThat(run.at("/executionCounts/succeeded").intValue()).isEqualTo(2);
        assertThat(run.at("/executionCounts/failed").intValue()).isEqualTo(1);
    }

    @Test
    void startingTwiceIsIdempotentByNameAndInput() {
        String machine =
                cloud.create(
                        "idle",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Wait','Seconds':5,'End':true}}}");
        String first = cloud.start(machine, "same", "{'a':1}");
        assertThat(cloud.start(machine, "same", "{'a':1}")).isEqualTo(first);
        assertThatThrownBy(() -> cloud.start(machine, "same", "{'a':2}"))
                .hasMessageContaining("Execution Already Exists");
    }

    @Test
    void refusesToWaitForAnExecutionAndActivitiesWithWhatToDoInstead() {
        String machine =
                cloud.create(
                        "sync",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Succeed'}}}");
        assertThatThrownBy(() ->
                        cloud.call(
                                "StartSyncExecution",
                                TestCloud.object().put("stateMachineArn", machine)))
                .hasMessageContaining("EXPRESS")
                .hasMessageContaining(machine)
                .hasMessageContaining("use StartExecution");
        assertThatThrownBy(
                        () -> cloud.call("CreateActivity", TestCloud.object().put("name", "label")))
                .hasMessageContaining("CreateActivity")
                .hasMessageContaining(".waitForTaskToken");
    }
}
