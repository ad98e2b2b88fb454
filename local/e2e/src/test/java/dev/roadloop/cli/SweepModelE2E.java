package dev.roadloop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.workflow.ScriptedJobs;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.s3.S3Client;

/// `roadloop sweep-model` on the synthesised template, and losses that are logged while a training
/// goes on. Jobs do nothing here; what trainings would leave is made up.
@Tag("slow")
class SweepModelE2E {

    private static final String ROOT = "roadloop.root";
    private static final String JSON = "application/json";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double[] SCORES = {0.25, 0.75};

    @TempDir private Path lab;

    private final String root = System.getProperty(ROOT, "../..");
    private final StringWriter said = new StringWriter();
    private Platform platform;
    private ScriptedJobs jobs;
    private S3Client s3;
    private Bucket gold;
    private Sha256 version;

    @BeforeEach
    void start() throws IOException {
        Path target = Files.createDirectories(lab.resolve("infra-cdk/target"));
        jobs = ScriptedJobs.over(Path.of(root).resolve("infra-cdk/target/cdk.out"), lab);
        Files.createSymbolicLink(target.resolve("cdk.out"), jobs.cdkOut());
        System.setProperty(ROOT, lab.toString());
        platform = Platform.start(lab, 0, false);
        s3 = platform.clients().s3();
        gold = new Bucket(s3, platform.goldBucket());
        version = TinyVersion.publish(gold);
    }

    @AfterEach
    void stop() throws IOException {
        s3.close();
        platform.close();
        System.setProperty(ROOT, root);
    }

    @Test
    void theCommandFindsTheBestTrialByWhatTheFileSaysAndRefusesWhatNobodyLogs() throws Exception {
        for (int trial = 0; trial < SCORES.length; trial++) {
            train(SweepKeys.trial("rates", trial), SCORES[trial]);
        }
        Path file = lab.resolve("sweep.yaml");
        String sweep =
                """
                method: random
                run_cap: 2
                metric: {name: validation_AP50, goal: maximize}
                parameters: {learning_rate: {min: 0.001, max: 0.01}}
                """;
        Files.writeString(file, sweep);
        assertThat(sweep(file, "rates")).as(said.toString()).isZero();
        assertThat(said.toString()).contains("validation_AP50 0.7500", "trial 1");

        Files.writeString(file, sweep.replace("validation_AP50", "beauty"));
        assertThat(sweep(file, "beauties")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString())
                .contains("REFUSED: metric.name: trainings log validation_loss, loss")
                .contains("validation_AR100", "found 'beauty'");

        Files.writeString(file, sweep.replace("learning_rate", "beauty"));
        assertThat(sweep(file, "beauties")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("the training does not know beauty");
        lossesAreLoggedWhileATrainingGoesOn();
    }

    /// By the rule that follows trainings, and its function; nobody else enters this one.
    private void lossesAreLoggedWhileATrainingGoesOn() throws Exception {
        String experiment =
                mlflow("experiments/create", "{\"name\":\"followed\"}")
                        .path("experiment_id")
                        .asText();
        mlflow(
                "runs/create",
                "{\"experiment_id\":\"%s\",\"start_time\":1,\"tags\":[{\"key\":\"roadloop.run\",\"value\":\"night\"}]}"
                        .formatted(experiment));
        request("night", "followed");
        gold.put(
                RunKeys.events("night"),
                "{\"event\":\"step\",\"step\":1,\"loss\":2.5,\"rate\":0.1,\"at\":7}\n"
                        .getBytes(UTF_8),
                JSON);

        Instant deadline = Instant.now().plus(PATIENCE);
        try (TrackingRegistry tracking = new TrackingRegistry(platform)) {
            while (tracking.runs(
                            Optional.of("followed"),
                            "attributes.start_time ASC",
                            "metrics.loss = 2.5 AND attributes.status = 'RUNNING'",
                            5)
                    .isEmpty()) {
                assertThat(Instant.now()).as("its loss is logged").isBefore(deadline);
                Thread.sleep(200);
            }
        }
    }

    private JsonNode mlflow(String path, String json) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.jackson()
                    .readTree(
                            http.send(
                                            HttpRequest.newBuilder(
                                                            URI.create(
                                                                    platform.trackingUri()
                                                                            + "/api/2.0/mlflow/"
                                                                            + path))
                                                    .POST(BodyPublishers.ofString(json))
                                                    .build(),
                                            BodyHandlers.ofByteArray())
                                    .body());
        }
    }

    /// What a trial's job would leave.
    private void train(String run, double score) throws IOException {
        request(run, "sweeps");
        gold.put(
                RunKeys.events(run),
                """
                {"event":"step","step":2,"loss":1.5,"rate":0.1,"at":7}
                {"event":"validation","step":2,"loss":0.5,"at":8}
                {"event":"scores","step":2,"metrics":{"validation_AP50":%s}}
                """
                        .formatted(score)
                        .getBytes(UTF_8),
                JSON);
        gold.put(
                RunKeys.outcome(run),
                Json.bytes(
                        Map.of("outcome", "COMPLETED", "step", 2, "model", Sha256.of(new byte[1]))),
                JSON);
        jobs.exit(run, "train", 0);
    }

    private void request(String run, String experiment) {
        gold.put(
                RunKeys.request(run),
                Json.bytes(
                        new TrainingRequest(
                                TinyVersion.NAME,
                                version,
                                "smoke",
                                1,
                                "c0ffee",
                                Map.of(),
                                experiment,
                                null,
                                Map.of(),
                                TrainingCompute.USUAL)),
                JSON);
    }

    private int sweep(Path file, String name) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        List<String> words =
                List.of(
                        "sweep-model",
                        file.toString(),
                        "--dataset",
                        TinyVersion.NAME.value(),
                        "--name",
                        name,
                        "--experiment",
                        "sweeps");
        return command.execute(words.toArray(String[]::new));
    }
}
