package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.FakeServices.FunctionError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the machine `sweep` does when a trial's SageMaker job fails, in virtual time: one worker,
/// one trial.
class SweepMachineTest {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final String COMPLETED =
            "{'TrainingJobStatus':'Completed','TrainingTimeInSeconds':7}";

    private final Deque<String> ends = new ArrayDeque<>();
    private final List<String> jobs = new ArrayList<>();
    private final List<JsonNode> told = new ArrayList<>();

    @TempDir private Path directory;

    private TestCloud cloud;

    @BeforeEach
    void open() {
        cloud = new TestCloud(directory);
        FakeServices services = cloud.services;
        services.function("OpenSweep", in -> TestCloud.json("{'outcome':'OPENED','workers':[0]}"));
        services.function(
                "AskTrial",
                in ->
                        TestCloud.json(
                                told.isEmpty()
                                        ? "{'next':'TRAIN','trial':0,'rung':0,'run':'s/0000','training':{'compute':{'on':'sagemaker','instanceType':'ml.m5.xlarge','hours':1,'spot':true}}}"
                                        : "{'next':'END','reason':'all are told'}"));
        services.function(
                "TellTrial",
                in -> {
                    told.add(in);
                    return TestCloud.json("{}");
                });
        services.function(
                "FinishSweep",
                in ->
                        TestCloud.json(
                                "{'outcome':'NO_RESULT','trials':1,'message':'none','report':'r'}"));
        services.function(
                "FailTraining",
                in -> {
                    if (in.get("redriveCount").equals(in.at("/failure/redriveCount"))) {
                        throw new FunctionError(
                                "dev.roadloop.lambda.StepFailedException",
                                in.at("/failure/cause").asText());
                    }
                    return TestCloud.json("{}");
                });
        services.on(
                "sagemaker",
                "CreateTrainingJob",
                in -> {
                    jobs.add(in.get("TrainingJobName").textValue());
                    return TestCloud.json("{'TrainingJobArn':'arn:job'}");
                });
        services.on("sagemaker", "DescribeTrainingJob", in -> TestCloud.json(ends.remove()));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void aTrialWhoseJobFailedInPassingIsTrainedByAnotherJob() throws IOException {
        ends.add(failed("AlgorithmError: TRANSIENT: no answer, exit code: 20"));
        ends.add(failed("CapacityError: no machine"));
        ends.add(failed("InternalServerError: try again"));
        ends.add(COMPLETED);

        assertThat(cloud.finish(start()).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(jobs).hasSize(4).doesNotHaveDuplicates();
        assertThat(told)
                .singleElement()
                .satisfies(in -> {
                    assertThat(in.get("seconds").asDouble()).isEqualTo(7);
                    assertThat(in.get("trial").asInt()).isZero();
                });
    }

    @Test
    void whatDoesNotPassFailsTheSweepAndARedriveTrainsTheTrialAgain() throws IOException {
        ends.add(failed("AlgorithmError: FAILED: INTERNAL: no, exit code: 30"));
        String execution = start();

        JsonNode failed = cloud.finish(execution);
        assertThat(failed.path("status").asText()).isEqualTo("FAILED");
        assertThat(failed.path("error").asText())
                .isEqualTo("dev.roadloop.lambda.StepFailedException");
        assertThat(jobs).hasSize(1);

        ends.add(COMPLETED);
        cloud.call("RedriveExecution", TestCloud.object().put("executionArn", execution));
        assertThat(cloud.finish(execution).path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(jobs).hasSize(2).doesNotHaveDuplicates();
        assertThat(told).hasSize(1);
    }

    @Test
    void afterTenJobsThatFailedInPassingTheSweepFails() throws IOException {
        for (int job = 0; job < 10; job++) {
            ends.add(failed("CapacityError: no machine"));
        }

        assertThat(cloud.finish(start()).path("status").asText()).isEqualTo("FAILED");
        assertThat(jobs).hasSize(10);
        assertThat(told).isEmpty();
    }

    private static String failed(String reason) {
        return "{'TrainingJobStatus':'Failed','FailureReason':'" + reason + "'}";
    }

    /// The machine of the tree; functions have the names of their placeholders.
    private String start() throws IOException {
        String definition =
                Files.readString(ROOT.resolve("statemachines/sweep.asl.json"))
                        .replaceAll("\\$\\{([A-Za-z]+)}", "$1");
        String machine =
                cloud.call(
                                "CreateStateMachine",
                                TestCloud.object()
                                        .put("name", "sweep")
                                        .put("roleArn", "arn:aws:iam::123456789012:role/machine")
                                        .put("definition", definition))
                        .get("stateMachineArn")
                        .textValue();
        return cloud.start(machine, "s", "{}");
    }
}
