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
    private final List<String> images = new ArrayList<>();
    private final List<String> jobs = new ArrayList<>();
    private final List<JsonNode> told = new ArrayList<>();
    private String compute =
            "{'on':'sagemaker','instanceType':'ml.m5.xlarge','hours':1,'spot':true}";
    private String machine = "";

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
                                        ? "{'next':'TRAIN','trial':0,'rung':0,'run':'s/0000','training':{'compute':"
                                                + compute
                                                + "}}"
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
                    images.add(in.at("/AlgorithmSpecification/TrainingImage").textValue());
                    return TestCloud.json("{'TrainingJobArn':'arn:job'}");
                });
        services.on("sagemaker", "DescribeTrainingJob", in -> TestCloud.json(ends.remove()));
    }

    private void batch() {
        cloud.services.on(
                "batch",
                "SubmitJob",
                in -> {
                    jobs.add(in.get("jobDefinition").asText() + " " + in.get("jobQueue").asText());
                    return TestCloud.json("{'jobId':'1','jobName':'j'}");
                });
        cloud.services.on(
                "batch",
                "DescribeJobs",
                in ->
                        TestCloud.json(
                                "{'jobs':[{'jobId':'1','status':'SUCCEEDED','attempts':[{'startedAt':1000,'stoppedAt':3000}]}]}"));
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

    @Test
    void aTrialHasTheImageAndTheQueueOfWhereItTrains() throws IOException {
        ends.add(COMPLETED);
        cloud.finish(start());
        compute = compute.replace("m5", "g6");
        ends.add(COMPLETED);
        cloud.finish(again());
        assertThat(images).containsExactly("TrainImage", "TrainGpuImage");

        batch();
        jobs.clear();
        compute = "{'on':'batch'}";
        cloud.finish(again());
        compute = "{'on':'batch-gpu'}";
        cloud.finish(again());
        assertThat(jobs).containsExactly("TrainJob SpotQueue", "GpuTrainJob GpuQueue");
        assertThat(told.getLast().get("seconds").asDouble()).isEqualTo(2);
    }

    private static String failed(String reason) {
        return "{'TrainingJobStatus':'Failed','FailureReason':'" + reason + "'}";
    }

    /// The machine of the tree; functions have the names of their placeholders.
    private String start() throws IOException {
        String definition =
                Files.readString(ROOT.resolve("statemachines/sweep.asl.json"))
                        .replaceAll("\\$\\{([A-Za-z]+)}", "$1");
        machine =
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

    /// The machine that was started before, with nothing told.
    private String again() {
        told.clear();
        return cloud.start(machine, "s" + images.size() + jobs.size(), "{}");
    }
}
