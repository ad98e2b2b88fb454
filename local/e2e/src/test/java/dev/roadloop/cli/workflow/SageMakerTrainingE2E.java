package dev.roadloop.cli.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.cli.TinyVersion;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// Trainings as SageMaker jobs on the synthesised template, under its roles: one that is stopped
/// before its first step and goes on when its execution is redriven, and one on an instance that
/// the platform does not allow. And one of Batch for a GPU that is not there.
class SageMakerTrainingE2E {

    private static final String MODEL = "ml.m5.4xlarge";

    @TempDir private static Path folder;

    private static WorkflowCloud cloud;
    private static Bucket gold;

    @BeforeAll
    static void start() throws IOException {
        cloud = new WorkflowCloud(folder, WorkflowCloud.UNHURRIED);
        gold = new Bucket(cloud.s3, cloud.output("GoldBucket"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void aStoppedTrainingGoesOnAsAnotherJobOfTheSameRun() throws Exception {
        Sha256 version = TinyVersion.publish(gold);
        try (TroubledCalls.Held held = cloud.troubles.hold(RunKeys.request("spot"))) {
            String execution = cloud.start("TrainModel", "spot", request(version, null));
            held.reached();
            JsonNode first = jobs().get(0);
            assertThat(first.path("TrainingJobName").asText()).startsWith("train-spot-");
            call("StopTrainingJob", first.path("TrainingJobName").asText());
            held.release();
            assertThat(cloud.ended(execution, 0).cause())
                    .contains("training spot", "TrainOnSageMaker");

            cloud.redrive(execution);
            JsonNode paused = output(cloud.ended(execution, 1));

            assertThat(paused.path("outcome").asText()).isEqualTo("INTERRUPTED");
            whatTheJobsLeft(jobs());
        }
        anInstanceThatIsNotAllowedIsRefusedByName(version);
        aGpuThatIsNotThereIsRefusedByName(version);
    }

    private static void whatTheJobsLeft(List<JsonNode> jobs) throws Exception {
        assertThat(jobs).hasSize(2);
        JsonNode job = call("DescribeTrainingJob", jobs.get(0).path("TrainingJobName").asText());
        assertThat(job.path("TrainingJobStatus").asText()).isEqualTo("Completed");
        assertThat(job.path("ResourceConfig").path("InstanceType").asText()).isEqualTo(MODEL);
        assertThat(job.path("EnableManagedSpotTraining").asBoolean()).isTrue();
        assertThat(job.path("StoppingCondition").toString())
                .contains("\"MaxRuntimeInSeconds\":86400", "\"MaxWaitTimeInSeconds\":172800");
        assertThat(jobs.get(1).path("TrainingJobStatus").asText()).isEqualTo("Stopped");
        try (Stream<StoredObject> checkpoints = gold.list(RunKeys.checkpoints("spot"))) {
            assertThat(checkpoints.map(StoredObject::key))
                    .contains(RunKeys.checkpoints("spot") + "checkpoint-0000000002.tensors");
        }
        TrainingRequest kept =
                Json.read(
                        gold.get(RunKeys.request("spot"), 1 << 20).orElseThrow(),
                        TrainingRequest.class,
                        "the request");
        assertThat(kept.compute().label()).isEqualTo("sagemaker ml.m5.4xlarge spot");
        assertThat(new String(gold.get(RunKeys.events("spot"), 1 << 20).orElseThrow(), UTF_8))
                .containsOnlyOnce("\"event\":\"step\",\"step\":1,")
                .containsOnlyOnce("\"event\":\"step\",\"step\":2,");
    }

    private static void anInstanceThatIsNotAllowedIsRefusedByName(Sha256 version) throws Exception {
        String execution = cloud.start("TrainModel", "huge", request(version, "ml.p5.48xlarge"));
        JsonNode refused = output(cloud.ended(execution, 0));

        assertThat(refused.path("outcome").asText()).isEqualTo("BAD_COMPUTE");
        assertThat(refused.path("message").asText()).contains(MODEL, "found 'ml.p5.48xlarge'");
        assertThat(jobs()).hasSize(2);
    }

    /// The image for GPUs has PyTorch from another, which is not on this machine.
    private static void aGpuThatIsNotThereIsRefusedByName(Sha256 version) throws Exception {
        String execution =
                cloud.start(
                        "TrainModel",
                        "gpu",
                        on(
                                version,
                                new TrainingCompute(TrainingCompute.BATCH_GPU, null, null, null)));
        JsonNode refused = output(cloud.ended(execution, 0));

        assertThat(refused.path("outcome").asText()).isEqualTo("NO_GPU");
        assertThat(refused.path("message").asText()).contains("'batch-gpu' needs a GPU");
    }

    private static String request(Sha256 version, String type) {
        return on(version, new TrainingCompute(TrainingCompute.SAGEMAKER, type, null, null));
    }

    private static String on(Sha256 version, TrainingCompute compute) {
        return Json.text(
                new TrainingRequest(
                        TinyVersion.NAME,
                        version,
                        "smoke",
                        1,
                        "c0ffee",
                        Map.of(
                                "steps", "4",
                                "judge_every", "2",
                                "pause_after", "1",
                                "batch_size", "2",
                                "width", "64",
                                "height", "32"),
                        "sagemaker",
                        null,
                        Map.of(),
                        compute));
    }

    private static JsonNode output(DescribeExecutionResponse ended) throws IOException {
        assertThat(ended.status())
                .as("%s: %s", ended.error(), ended.cause())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        return Json.jackson().readTree(ended.output());
    }

    /// All training jobs, the newest first.
    private static List<JsonNode> jobs() throws IOException, InterruptedException {
        return post("ListTrainingJobs", "{}").path("TrainingJobSummaries").valueStream().toList();
    }

    private static JsonNode call(String action, String job)
            throws IOException, InterruptedException {
        return post(action, "{\"TrainingJobName\":\"" + job + "\"}");
    }

    /// By SageMaker's own protocol, as the owner, whose signature nobody can check.
    private static JsonNode post(String action, String body)
            throws IOException, InterruptedException {
        String now =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now());
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.jackson()
                    .readTree(
                            http.send(
                                            HttpRequest.newBuilder(
                                                            URI.create(cloud.endpoint().toString()))
                                                    .headers(
                                                            "X-Amz-Target",
                                                            "SageMaker." + action,
                                                            "X-Amz-Date",
                                                            now,
                                                            "Authorization",
                                                            "AWS4-HMAC-SHA256 Credential=test/"
                                                                    + now.substring(0, 8)
                                                                    + "/us-east-1/sagemaker/aws4_request,"
                                                                    + " SignedHeaders=host,"
                                                                    + " Signature=00",
                                                            "Content-Type",
                                                            "application/x-amz-json-1.1")
                                                    .POST(BodyPublishers.ofString(body))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body());
        }
    }
}
