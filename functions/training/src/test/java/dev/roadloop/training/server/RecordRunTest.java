package dev.roadloop.training.server;

import static dev.roadloop.contracts.TrainingMetrics.VALIDATION_LOSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.store.TestTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RecordRunTest {
    private static final Instant START = Instant.parse("2026-11-21T14:00:00Z");
    private static final RecordRun.Request REQUEST = new RecordRun.Request("run-1", START);
    private static final String DIGEST = "ab".repeat(32);

    private TestAws aws;
    private TestTable table;
    private TrackingServer server;
    private RecordRun record;

    @BeforeEach
    void start() {
        aws = new TestAws();
        table = new TestTable();
        Clock clock = Clock.fixed(START.plusSeconds(60), ZoneOffset.UTC);
        server =
                new TrackingServer(
                        table.open(),
                        new ArtifactStore(aws.clients().s3(), aws.clients().s3Presigner(), "gold"),
                        Optional.empty(),
                        clock);
        record =
                new RecordRun(
                        new TrackedRuns(server, clock),
                        new Bucket(aws.clients().s3(), "gold"),
                        clock);
        aws.put(
                "gold/" + RunKeys.request("run-1"),
                "{\"dataset\":\"street\",\"version\":\""
                        + DIGEST
                        + "\",\"configuration\":\"smoke\",\"seed\":7,\"codeCommit\":\"c0ffee\",\"hyperparameters\":{\"steps\":\"2\"},\"experiment\":\"loop\"}");
    }

    @AfterEach
    void stop() {
        table.close();
        aws.close();
    }

    @Test
    void entersParametersLossesAndEndOnceHoweverOftenItIsAsked() throws IOException {
        trained();

        RecordRun.Recorded first = record.record(REQUEST);
        RecordRun.Recorded again = record.record(REQUEST);

        assertThat(again.runId()).isEqualTo(first.runId());
        JsonNode run = run(first.runId());
        assertThat(run.at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(run.at("/info/run_name").asText()).isEqualTo("run-1");
        assertThat(run.at("/data/params").findValuesAsText("key"))
                .contains("configuration", "seed", "steps", "codeCommit", "outcome");
        assertThat(history(first.runId(), "loss").findValuesAsText("value"))
                .containsExactly("2.5", "1.5");
        assertThat(history(first.runId(), "validation_loss")).hasSize(1);
        assertThat(history(first.runId(), "validation_area_iou")).hasSize(1);
        assertThat(first.event()).isNotNull();
        assertThat(first.event().model().hex()).isEqualTo(DIGEST);
        assertThat(first.event().modelKey()).isEqualTo("models/runs/run-1/model.zip");
    }

    @Test
    void goesOnWhereItDiedAndEntersNoLossTwice() throws IOException {
        trained();
        String outcome = aws.text("gold/" + RunKeys.outcome("run-1"));
        aws.delete("gold/" + RunKeys.outcome("run-1"));
        assertThatThrownBy(() -> record.record(REQUEST))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("models/runs/run-1/outcome.json");
        aws.put("gold/" + RunKeys.outcome("run-1"), outcome);
        String id = record.record(REQUEST).runId();
        post("runs/update", "{\"run_id\":\"" + id + "\",\"status\":\"RUNNING\"}");

        assertThat(record.record(REQUEST).runId()).isEqualTo(id);
        assertThat(run(id).at("/info/status").asText()).isEqualTo("FINISHED");
        assertThat(history(id, "loss")).hasSize(2);
    }

    @Test
    void aRefusedTrainingIsAFailedRunAndNothingToAnnounce() throws IOException {
        aws.put(
                "gold/" + RunKeys.events("run-1"),
                "{\"event\":\"ended\",\"outcome\":\"GOLDEN_SET\"}\n");
        aws.put(
                "gold/" + RunKeys.outcome("run-1"),
                "{\"outcome\":\"GOLDEN_SET\",\"message\":\"a golden set\",\"step\":0}");

        RecordRun.Recorded recorded = record.record(REQUEST);

        assertThat(recorded.event()).isNull();
        assertThat(run(recorded.runId()).at("/info/status").asText()).isEqualTo("FAILED");
    }

    @Test
    void aTrainingThatPausedGoesOnInItsRunWithTheTimesOfItsSteps() throws IOException {
        aws.put(
                "gold/" + RunKeys.request("run-1"),
                aws.text("gold/" + RunKeys.request("run-1"))
                        .replace("\"steps\":\"2\"", "\"steps\":\"2\",\"pause_after\":\"1\""));
        aws.put(
                "gold/" + RunKeys.events("run-1"),
                "{\"event\":\"step\",\"step\":1,\"loss\":2.5,\"seconds\":1,\"at\":77}\n");
        aws.put(
                "gold/" + RunKeys.outcome("run-1"),
                "{\"outcome\":\"INTERRUPTED\",\"message\":\"asked to stop\",\"step\":1}");

        RecordRun.Recorded paused = record.record(REQUEST);

        assertThat(paused.event()).isNull();
        assertThat(run(paused.runId()).at("/info/status").asText()).isEqualTo("RUNNING");
        assertThat(run(paused.runId()).at("/data/params").findValuesAsText("key"))
                .contains("steps")
                .doesNotContain("outcome", "pause_after");
        assertThat(history(paused.runId(), "loss").findValuesAsText("timestamp"))
                .containsExactly("77");
        trained();

        assertThat(record.record(REQUEST).runId()).isEqualTo(paused.runId());
        assertThat(run(paused.runId()).at("/info/status").asText()).isEqualTo("FINISHED");
    }

    @Test
    void lossesAreThereWhileItTrains() throws IOException {
        record.follow(RunKeys.events("run-1"));
        TrainingRequest asked =
                Json.read(
                        aws.text("gold/" + RunKeys.request("run-1")),
                        TrainingRequest.class,
                        "the request");
        record.begin(REQUEST, asked);
        record.begin(REQUEST, asked);
        String id = record.begin(REQUEST, asked);
        String events =
                "{\"event\":\"step\",\"step\":1,\"loss\":3,\"rate\":0.1,\"at\":1}\n"
                        + "{\"event\":\"validation\",\"step\":1,\"loss\":9,\"at\":2}\n";
        aws.put("gold/" + RunKeys.events("run-1"), events);
        record.follow(RunKeys.events("run-1"));
        record.follow(RunKeys.events("run-1"));

        assertThat(run(id).at("/info/status").asText()).isEqualTo("RUNNING");
        assertThat(history(id, "loss").findValuesAsText("value")).containsExactly("3.0");
        events +=
                "{\"event\":\"step\",\"step\":2,\"loss\":2,\"at\":3}\n"
                        + "{\"event\":\"rollback\",\"from\":2,\"to\":1,\"at\":4}\n"
                        + "{\"event\":\"step\",\"step\":2,\"loss\":1,\"at\":5}\n";
        aws.put("gold/" + RunKeys.events("run-1"), events);
        record.follow(RunKeys.events("run-1"));

        assertThat(history(id, "loss").findValuesAsText("value"))
                .containsExactly("3.0", "2.0", "1.0");
        assertThat(history(id, VALIDATION_LOSS)).hasSize(1);
        aws.put("gold/" + RunKeys.outcome("run-1"), "{\"outcome\":\"DIVERGED\",\"step\":2}");
        assertThat(record.record(REQUEST).runId()).isEqualTo(id);
        assertThat(history(id, "loss")).hasSize(3);
        assertThatThrownBy(() -> record.follow("models/runs/events.jsonl"))
                .hasMessageContaining("found 'models/runs/events.jsonl'");
    }

    private void trained() {
        aws.put(
                "gold/" + RunKeys.events("run-1"),
                """
                {"event":"step","step":1,"loss":2.5,"rate":0.1,"seconds":0.5}
                {"event":"step","step":2,"loss":1.5,"rate":0.2,"seconds":0.5}
                {"event":"validation","step":2,"loss":1.25,"areaIou":0.5}
                {"event":"checkpoint","step":2}
                """);
        aws.put(
                "gold/" + RunKeys.outcome("run-1"),
                "{\"outcome\":\"COMPLETED\",\"step\":2,\"model\":\""
                        + DIGEST
                        + "\",\"provenance\":{\"codeCommit\":\"c0ffee\",\"imageDigest\":\"i\",\"dataset\":\""
                        + DIGEST
                        + "\",\"seed\":7}}");
    }

    private JsonNode run(String id) throws IOException {
        return post("runs/get", "{\"run_id\":\"" + id + "\"}").path("run");
    }

    private JsonNode history(String id, String metric) throws IOException {
        return post(
                        "metrics/get-history",
                        "{\"run_id\":\"" + id + "\",\"metric_key\":\"" + metric + "\"}")
                .path("metrics");
    }

    private JsonNode post(String path, String json) throws IOException {
        String method = path.contains("get") ? "GET" : "POST";
        return Json.jackson()
                .readTree(
                        server.answer(
                                        new Call(
                                                method,
                                                "/api/2.0/mlflow/" + path,
                                                new Fields(
                                                        (ObjectNode) Json.jackson().readTree(json)),
                                                json.getBytes(StandardCharsets.UTF_8),
                                                "application/json",
                                                false))
                                .body());
    }
}
