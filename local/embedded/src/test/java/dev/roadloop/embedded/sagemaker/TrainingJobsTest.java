package dev.roadloop.embedded.sagemaker;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static dev.roadloop.embedded.sagemaker.SageMakerFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training jobs as the SageMaker API reference and developer guide describe them.
@Tag("slow")
class TrainingJobsTest {

    @SuppressWarnings("NullAway.Init")
    private SageMakerFixture cloud;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        cloud = new SageMakerFixture(folder);
        cloud.put("data/part/a.txt", "roads");
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void aJobIsGivenItsChannelAndLeavesModelAndCheckpointsInS3OrFailsByName()
            throws IOException, InterruptedException {
        String arn = "arn:aws:sagemaker:us-east-1:123456789012:training-job/good";
        assertThat(
                        cloud.call("CreateTrainingJob", request("good", "well", false))
                                .path("TrainingJobArn")
                                .asText())
                .isEqualTo(arn);
        cloud.call("CreateTrainingJob", request("bad", "badly", false));
        cloud.call("CreateTrainingJob", request("blind", "well", false, "blind"));

        JsonNode good = cloud.once("good", "Completed");
        assertThat(good.path("SecondaryStatusTransitions").findValuesAsText("Status"))
                .containsExactly("Starting", "Downloading", "Training", "Uploading", "Completed");
        assertThat(good.path("ModelArtifacts").path("S3ModelArtifacts").asText())
                .isEqualTo("s3://gold-things/runs/good/models/good/output/model.tar.gz");
        assertThat(archived("runs/good/models/good/output/model.tar.gz"))
                .startsWith("model.txt\0")
                .contains("started 1");
        assertThat(cloud.get("runs/good/checkpoints/started")).asString().isEqualTo("1");
        assertThat(
                        cloud.call("ListTags", "{\"ResourceArn\": \"" + arn + "\"}")
                                .at("/Tags/0/Value")
                                .asText())
                .isEqualTo("good");

        JsonNode bad = cloud.once("bad", "Failed");
        assertThat(bad.path("FailureReason").asText())
                .isEqualTo("AlgorithmError: TRANSIENT: no luck, exit code: 20");
        assertThat(cloud.once("blind", "Failed").path("FailureReason").asText())
                .startsWith("ClientError: ")
                .contains("not authorized to perform: s3:ListBucket");
        assertThat(
                        cloud.call("ListTrainingJobs", "{\"StatusEquals\": \"Failed\"}")
                                .findValuesAsText("TrainingJobName"))
                .containsExactly("blind", "bad");
    }

    @Test
    void aSpotJobWhoseMachineIsTakenBackGoesOnFromItsCheckpointsAndAnyOtherFails()
            throws IOException, InterruptedException {
        cloud.call("CreateTrainingJob", request("spot", "when-asked", true));
        lose("spot");
        JsonNode spot = cloud.once("spot", "Completed");
        assertThat(spot.path("SecondaryStatusTransitions").findValuesAsText("Status"))
                .containsSubsequence("Training", "Interrupted", "Training", "Completed");
        assertThat(archived("runs/spot/models/spot/output/model.tar.gz")).contains("started 2");

        cloud.call("CreateTrainingJob", request("sure", "when-asked", false));
        lose("sure");
        assertThat(cloud.once("sure", "Failed").path("FailureReason").asText())
                .startsWith("InternalServerError");
    }

    @Test
    void aStoppedJobKeepsItsCheckpointsAndOneOfAnEndedCloudGoesOn()
            throws IOException, InterruptedException {
        cloud.call("CreateTrainingJob", request("stopped", "when-asked", true));
        began("stopped");
        cloud.call("StopTrainingJob", "{\"TrainingJobName\": \"stopped\"}");
        assertThat(cloud.once("stopped", "Stopped").path("ModelArtifacts").isObject()).isTrue();
        assertThat(cloud.get("runs/stopped/checkpoints/started")).asString().isEqualTo("1");
        assertThat(cloud.call("StopTrainingJob", "{\"TrainingJobName\": \"stopped\"}").toString())
                .contains("ValidationException", "Stopped");

        cloud.call("CreateTrainingJob", request("restarted", "when-asked", false));
        began("restarted");
        eventually(() -> size("runs/restarted/checkpoints/started") > 0, "a checkpoint in S3");
        cloud.restart();
        assertThat(
                        cloud.once("restarted", "Completed")
                                .path("SecondaryStatusTransitions")
                                .findValuesAsText("Status"))
                .containsSubsequence("Training", "Pending", "Training", "Completed");
        assertThat(cloud.describe("stopped").path("TrainingJobStatus").asText())
                .isEqualTo("Stopped");
    }

    @Test
    void whatSageMakerRefusesIsRefusedWithAllThatIsWrong()
            throws IOException, InterruptedException {
        assertThat(
                        refused(
                                request("-x", "well", true)
                                        .replace("7200", "60")
                                        .replace("ml.m5", "m5")
                                        .replace("\"red\"", "7")))
                .contains(
                        "ValidationException",
                        "4 validation errors",
                        "TrainingJobName: expected 1 to 63",
                        "InstanceType: expected a type that begins with ml., found 'm5.xlarge'",
                        "MaxWaitTimeInSeconds: expected at least MaxRuntimeInSeconds",
                        "Environment.COLOUR: expected a string");
        assertThat(refused(request("x", "well", false, "other")))
                .contains("ValidationException", "cannot be assumed by sagemaker.amazonaws.com");
        assertThat(refused(request("x", "well", false).replace("repo:i1", "repo:other")))
                .contains("ValidationException", "repo:other");
        assertThat(refused(request("x", "well", false).replace("/runs/x/models", "")))
                .doesNotContain("S3OutputPath");
        assertThat(refused(request("x", "well", false)))
                .contains("ResourceInUse", "training-job/x");
        assertThat(cloud.describe("nobody").toString()).contains("ValidationException");
    }

    private String refused(String request) throws IOException, InterruptedException {
        return cloud.call("CreateTrainingJob", request).toString();
    }

    private long size(String key) {
        try {
            return cloud.get(key).length;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Waits until a program has written its checkpoint.
    private void began(String name) {
        Path checkpoint = cloud.machine(name).resolve("ml/checkpoints/started");
        eventually(
                () -> Files.exists(checkpoint) && checkpoint.toFile().length() > 0,
                name + " to begin");
    }

    /// Kills a job's program with all that holds it, once its checkpoint is in S3.
    private void lose(String name) throws IOException {
        began(name);
        eventually(() -> size("runs/" + name + "/checkpoints/started") > 0, "a checkpoint in S3");
        long pid = Long.parseLong(Files.readString(cloud.machine(name).resolve("pid")).strip());
        ProcessHandle script = ProcessHandle.of(pid).orElseThrow();
        List<ProcessHandle> program = script.descendants().toList();
        script.destroyForcibly();
        program.forEach(ProcessHandle::destroyForcibly);
    }

    private String archived(String key) throws IOException, InterruptedException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(cloud.get(key)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
