package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tasks that wait for something outside: a token's answer, a job, another execution.
class AwaitedTasksTest {

    @TempDir Path directory;

    private TestCloud cloud;

    @BeforeEach
    void open() {
        cloud = new TestCloud(directory);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void heartbeatsKeepACallbackAliveUntilTheyStop() {
        StringBuilder token = new StringBuilder();
        cloud.services.function(
                "f",
                input -> {
                    token.append(input.get("token").textValue());
                    return input;
                });
        String machine =
                cloud.create(
                        "callback",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Arguments':{'FunctionName':'f','Payload':{'token':'{%"
                            + " $states.context.Task.Token"
                            + " %}'}},'HeartbeatSeconds':10,'End':true}}}");
        String execution = cloud.start(machine, "beats", "{}");
        for (int i = 0; i < 5; i++) {
            cloud.scheduler.advance(Duration.ofSeconds(8));
            cloud.call("SendTaskHeartbeat", TestCloud.object().put("taskToken", token.toString()));
        }
        assertThat(cloud.describe(execution).get("status").textValue()).isEqualTo("RUNNING");
        JsonNode end = cloud.finish(execution);
        assertThat(end.get("error").textValue()).isEqualTo("States.HeartbeatTimeout");
    }

    @Test
    void anAnswerEndsTheWaitForATokenOnce() {
        StringBuilder token = new StringBuilder();
        cloud.services.function(
                "f",
                input -> {
                    token.append(input.get("token").textValue());
                    return input;
                });
        String machine =
                cloud.create(
                        "answered",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Arguments':{'FunctionName':'f','Payload':{'token':'{%"
                            + " $states.context.Task.Token %}'}},'End':true}}}");
        String execution = cloud.start(machine, "run", "{}");
        cloud.scheduler.settle();
        cloud.call(
                "SendTaskSuccess",
                TestCloud.object().put("taskToken", token.toString()).put("output", "{\"ok\":1}"));
        assertThat(cloud.finish(execution).get("output").textValue()).isEqualTo("{\"ok\":1}");
        assertThat(cloud.types(execution))
                .containsSubsequence(
                        "TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded");
        assertThatThrownBy(() ->
                        cloud.call(
                                "SendTaskSuccess",
                                TestCloud.object()
                                        .put("taskToken", token.toString())
                                        .put("output", "{}")))
                .hasMessageContaining("Task Timed Out");
    }

    @Test
    void waitsForABatchJobAndStopsItWhenAborted() {
        AtomicInteger polls = new AtomicInteger();
        cloud.services.on(
                "batch",
                "SubmitJob",
                input -> {
                    assertThat(input.get("jobName").textValue()).isEqualTo("j");
                    assertThat(input.at("/containerOverrides/environment/0/name").asText())
                            .isEqualTo("K");
                    return TestCloud.object().put("jobId", "1").put("jobName", "j");
                });
        cloud.services.on(
                "batch",
                "DescribeJobs",
                input ->
                        TestCloud.json(
                                polls.incrementAndGet() < 5
                                        ? "{'jobs':[{'jobId':'1','status':'RUNNING'}]}"
                                        : "{'jobs':[{'jobId':'1','status':'FAILED','statusReason':'bad'}]}"));
        cloud.services.on("batch", "TerminateJob", input -> TestCloud.object());
        String state =
                "'A':{'Type':'Task','Resource':'arn:aws:states:::batch:submitJob.sync','Arguments':{'JobName':'j','JobQueue':'q','JobDefinition':'d','ContainerOverrides':{'Environment':[{'Name':'K','Value':'V'}]}},'End':true}";
        JsonNode failed = cloud.run(state, "{}");
        assertThat(failed.get("error").textValue()).isEqualTo("States.TaskFailed");
        assertThat(failed.get("cause").textValue()).contains("\"StatusReason\":\"bad\"");

        polls.set(-1000);
        String machine =
                cloud.create(
                        "batch",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{" + state + "}}");
        String execution = cloud.start(machine, "stopped", "{}");
        cloud.scheduler.advance(Duration.ofSeconds(3));
        cloud.call(
                "StopExecution",
                TestCloud.object()
                        .put("executionArn", execution)
                        .put("error", "E")
                        .put("cause", "C"));
        cloud.scheduler.settle();
        assertThat(cloud.describe(execution).get("status").textValue()).isEqualTo("ABORTED");
        assertThat(cloud.services.calls()).contains("batch:TerminateJob");
        assertThat(cloud.statuses).endsWith("ABORTED");
    }

    private static final String BATCH_JOB =
            "'A':{'Type':'Task','Resource':'arn:aws:states:::batch:submitJob.sync','Arguments':{'JobName':'j','JobQueue':'q','JobDefinition':'d'},'End':true}";

    @Test
    void aPollThatTheServiceFailsInPassingIsMadeAgainLaterAndLater() {
        List<Instant> polls = new ArrayList<>();
        cloud.services.on("batch", "SubmitJob", input -> TestCloud.object().put("jobId", "1"));
        cloud.services.on(
                "batch",
                "DescribeJobs",
                input -> {
                    polls.add(cloud.scheduler.now());
                    if (polls.size() < 6) {
                        throw new ApiException("ThrottlingException", 400, "Rate exceeded");
                    }
                    if (polls.size() < 12) {
                        throw new ApiException("ServerException", 500, "Something is wrong");
                    }
                    return TestCloud.json("{'jobs':[{'jobId':'1','status':'SUCCEEDED'}]}");
                });

        assertThat(cloud.run(BATCH_JOB, "{}").get("status").textValue()).isEqualTo("SUCCEEDED");
        assertThat(polls).hasSize(12);
        assertThat(Duration.between(polls.getFirst(), polls.get(1)))
                .isLessThan(Duration.ofMillis(100));
        assertThat(Duration.between(polls.get(10), polls.getLast()))
                .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    @Test
    void aPollThatIsRefusedFailsTheTask() {
        cloud.services.on("batch", "SubmitJob", input -> TestCloud.object().put("jobId", "1"));
        cloud.services.on(
                "batch",
                "DescribeJobs",
                input -> {
                    throw new ApiException("AccessDeniedException", 403, "not you");
                });

        assertThat(cloud.run(BATCH_JOB, "{}").get("cause").textValue()).contains("not you");
    }

    @Test
    void aTrainingJobIsAwaitedByTheNextProcessToo() {
        FakeServices services = cloud.services;
        services.on("sagemaker", "CreateTrainingJob", input -> TestCloud.object());
        services.on(
                "sagemaker",
                "DescribeTrainingJob",
                input -> TestCloud.json("{'TrainingJobStatus':'InProgress'}"));
        String machine =
                cloud.create(
                        "training",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::sagemaker:createTrainingJob.sync','Arguments':{'TrainingJobName':'t'},'Output':'{%"
                            + " $states.result.TrainingEndTime %}','End':true}}}");
        String execution = cloud.start(machine, "run", "{}");
        cloud.scheduler.advance(Duration.ofSeconds(5));
        cloud.close();

        services.on(
                "sagemaker",
                "DescribeTrainingJob",
                input -> TestCloud.json("{'TrainingJobStatus':'Completed','TrainingEndTime':1.5}"));
        cloud = new TestCloud(directory, services);
        cloud.states.resume();
        assertThat(cloud.finish(execution).path("output").asText()).isEqualTo("1500");
        assertThat(services.requestIds("sagemaker:CreateTrainingJob")).hasSize(1);
    }

    @Test
    void nestedExecutionsAnswerWithTheirOutput() {
        String child =
                cloud.create(
                        "child",
                        "{'QueryLanguage':'JSONata','StartAt':'A','States':{'A':{'Type':'Wait','Seconds':60,'Output':{'n':'{%"
                            + " $states.input.n + 1 %}'},'End':true}}}");
        JsonNode execution =
                cloud.run(
                        "'A':{'Type':'Task','Resource':'arn:aws:states:::states:startExecution.sync:2','Arguments':{'StateMachineArn':'"
                                + child
                                + "','Input':{'n':41}},'Output':'{% $states.result.Output"
                                + " %}','End':true}",
                        "{}");
        assertThat(execution.path("output").asText())
                .as(execution.toString())
                .isEqualTo("{\"n\":42}");
    }
}
