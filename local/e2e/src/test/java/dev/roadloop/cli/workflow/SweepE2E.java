package dev.roadloop.cli.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.TinyVersion;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.SweepFinished;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.contracts.SweepRequest;
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
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// A sweep on the synthesised template, under its roles: two workers, a trial whose job fails until
/// the sweep is redriven, a pause at a rung, and a trial that goes on from there.
class SweepE2E {

    private static final String FILE =
            """
            method: random
            run_cap: 2
            metric: {name: validation_loss}
            parameters: {learning_rate: {min: 0.001, max: 0.01}}
            early_terminate: {type: hyperband, min_iter: 1, max_iter: 2, eta: 2}
            """;

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
    void theBetterTrialGoesOnFromItsRungThoughTheSweepFailsOnTheWay()
            throws IOException, InterruptedException {
        Sha256 version = TinyVersion.publish(gold);
        aTrialThatIsWorseThanAnyOther("rates", version);
        String better = SweepKeys.trial("rates", 1);
        cloud.jobs.exit(better, "train", 30);
        String execution = cloud.start("Sweep", "rates", request(version, FILE));

        DescribeExecutionResponse failed = cloud.ended(execution, 0);
        assertThat(failed.error()).isEqualTo("dev.roadloop.lambda.StepFailedException");
        assertThat(failed.cause()).contains("sweep rates", "Search", "roadloop redrive");
        cloud.jobs.run(better, "train");
        cloud.redrive(execution);
        JsonNode swept = output(cloud.ended(execution, 1));

        assertThat(swept.path("outcome").asText()).as(swept.toString()).isEqualTo("FOUND");
        assertThat(swept.path("trials").asInt()).isEqualTo(2);
        JsonNode report =
                Json.jackson().readTree(gold.get(SweepKeys.report("rates"), 1 << 20).orElseThrow());
        assertThat(report.path("trials").findValuesAsText("status"))
                .containsExactly("KILLED", "COMPLETED");
        assertThat(report.at("/best/number").asInt()).isEqualTo(1);
        assertThat(report.at("/best/readings")).hasSize(2);
        assertThat(report.path("seconds").asDouble()).isPositive();
        assertThat(new String(gold.get(SweepKeys.page("rates"), 1 << 20).orElseThrow(), UTF_8))
                .contains("<svg", "learning_rate");
        assertThat(new String(gold.get(RunKeys.events(better), 1 << 20).orElseThrow(), UTF_8))
                .as("it went on and did not begin again")
                .containsSubsequence("\"step\":2,", "\"resumed\"", "\"step\":3,")
                .containsOnlyOnce("\"event\":\"step\",\"step\":1,");
        assertThat(gold.find(RunKeys.model(better))).isPresent();
        assertThat(cloud.announced(SweepFinished.NAME))
                .singleElement()
                .satisfies(detail -> {
                    SweepFinished event =
                            Json.read(detail.toString(), SweepFinished.class, "the event");
                    assertThat(event.bestRun()).isEqualTo(better);
                    assertThat(event.version()).isEqualTo(version);
                    assertThat(event.value()).isEqualTo(report.at("/best/value").asDouble());
                });
        theTrialsAreNestedRuns(better);
        whatIsNoSweepIsAnEndThatSaysWhy(version);
    }

    /// Its jobs do nothing here; what they left is made up.
    private static void aTrialThatIsWorseThanAnyOther(String sweep, Sha256 version)
            throws IOException {
        String worse = SweepKeys.trial(sweep, 0);
        String json = "application/json";
        TrainingRequest request =
                new TrainingRequest(
                        TinyVersion.NAME,
                        version,
                        "smoke",
                        1,
                        "c0ffee",
                        Map.of("pause_after", "1"),
                        "sweeps",
                        null,
                        Map.of(),
                        TrainingCompute.USUAL);
        gold.put(RunKeys.request(worse), Json.bytes(request), json);
        gold.put(
                RunKeys.events(worse),
                "{\"event\":\"validation\",\"step\":2,\"loss\":1000000}\n".getBytes(UTF_8),
                json);
        gold.put(
                RunKeys.outcome(worse),
                "{\"outcome\":\"INTERRUPTED\",\"step\":2}".getBytes(UTF_8),
                json);
        cloud.jobs.exit(worse, "train", 0);
    }

    private static void theTrialsAreNestedRuns(String better)
            throws IOException, InterruptedException {
        JsonNode experiment =
                tracking(
                        "experiments/search",
                        "{\"max_results\":10,\"filter\":\"name = 'sweeps'\"}");
        String id = experiment.at("/experiments/0/experiment_id").asText();
        JsonNode runs =
                tracking(
                        "runs/search",
                        "{\"experiment_ids\":[\"%s\"],\"order_by\":[\"attributes.start_time ASC\"]}"
                                .formatted(id));
        Map<String, JsonNode> byName = new TreeMap<>();
        runs.path("runs").forEach(run -> byName.put(run.at("/info/run_name").asText(), run));
        assertThat(byName).containsOnlyKeys("rates", "trial-0", "trial-1");
        String parent = byName.get("rates").at("/info/run_id").asText();
        for (String trial : new String[] {"trial-0", "trial-1"}) {
            assertThat(byName.get(trial).at("/data/tags").toString())
                    .contains("{\"key\":\"mlflow.parentRunId\",\"value\":\"" + parent + "\"}");
        }
        assertThat(byName.get("trial-0").at("/info/status").asText()).isEqualTo("KILLED");
        assertThat(byName.get("trial-1").at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(byName.get("rates").at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(byName.get("trial-1").at("/data/tags").toString()).contains(better);
        assertThat(byName.get("trial-1").at("/data/metrics").findValuesAsText("key"))
                .contains("loss", "validation_loss", "validation_AP50");
    }

    private static void whatIsNoSweepIsAnEndThatSaysWhy(Sha256 version)
            throws IOException, InterruptedException {
        String execution =
                cloud.start("Sweep", "endless", request(version, FILE.replace("run_cap: 2", "")));
        JsonNode refused = output(cloud.ended(execution, 0));

        assertThat(refused.path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(refused.path("message").asText()).contains("has no end of its own");
    }

    private static String request(Sha256 version, String file) {
        return Json.text(
                new SweepRequest(
                        TinyVersion.NAME,
                        version,
                        file,
                        "smoke",
                        1,
                        "c0ffee",
                        Map.of(
                                "steps", "4",
                                "judge_every", "2",
                                "batch_size", "2",
                                "width", "64",
                                "height", "32"),
                        "sweeps",
                        0,
                        0,
                        2,
                        TrainingCompute.USUAL));
    }

    private static JsonNode output(DescribeExecutionResponse ended) throws IOException {
        assertThat(ended.status())
                .as("%s: %s", ended.error(), ended.cause())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        return Json.jackson().readTree(ended.output());
    }

    private static JsonNode tracking(String path, String body)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.jackson()
                    .readTree(
                            http.send(
                                            HttpRequest.newBuilder(
                                                            URI.create(
                                                                    cloud.output("TrackingUri")
                                                                            + "/api/2.0/mlflow/"
                                                                            + path))
                                                    .POST(BodyPublishers.ofString(body))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body());
        }
    }
}
