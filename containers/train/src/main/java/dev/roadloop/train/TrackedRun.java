package dev.roadloop.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.learning.training.TrainingEvent;
import dev.roadloop.learning.training.TrainingEvent.Judged;
import dev.roadloop.learning.training.TrainingEvent.Stepped;
import dev.roadloop.train.JobConfig.TrackingTarget;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/// Logs a training to an MLflow server, over its REST API 2.0. A server that cannot be reached is
/// said once and costs the training nothing but its metrics there.
final class TrackedRun implements Consumer<TrainingEvent>, AutoCloseable {

    private static final int BATCH = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String api;
    private final Consumer<String> problems;
    private final Clock clock;
    private final HttpClient http;
    private final ArrayNode pending = Json.jackson().createArrayNode();
    private String run = "";
    private final boolean given;
    private boolean lost;
    private String end = "FAILED";

    TrackedRun(
            TrackingTarget target,
            Map<String, String> parameters,
            Clock clock,
            Consumer<String> problems) {
        this.api = target.uri().replaceAll("/+$", "") + "/api/2.0/mlflow/";
        this.clock = clock;
        this.problems = problems;
        this.given = !target.runId().isEmpty();
        this.http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        quietly(() -> {
            run = given ? goOn(target.runId()) : create(target);
            ObjectNode batch = Json.jackson().createObjectNode().put("run_id", run);
            ArrayNode list = batch.putArray("params");
            parameters.forEach(
                    (key, value) -> list.addObject().put("key", key).put("value", value));
            post("runs/log-batch", batch);
        });
    }

    /// A call to the server.
    private interface Call {
        void make() throws IOException, InterruptedException;
    }

    private String create(TrackingTarget target) throws IOException, InterruptedException {
        String name = URLEncoder.encode(target.experiment(), StandardCharsets.UTF_8);
        HttpResponse<String> found =
                send(request("experiments/get-by-name?experiment_name=" + name).GET().build());
        String experiment;
        if (found.statusCode() == 404) {
            ObjectNode body = Json.jackson().createObjectNode().put("name", target.experiment());
            experiment = post("experiments/create", body).path("experiment_id").asText();
        } else {
            experiment = answer(found).path("experiment").path("experiment_id").asText();
        }
        ObjectNode body =
                Json.jackson()
                        .createObjectNode()
                        .put("experiment_id", experiment)
                        .put("start_time", clock.millis());
        if (!target.run().isEmpty()) {
            body.put("run_name", target.run());
        }
        return post("runs/create", body).path("run").path("info").path("run_id").asText();
    }

    private String goOn(String id) throws IOException, InterruptedException {
        ObjectNode body =
                Json.jackson().createObjectNode().put("run_id", id).put("status", "RUNNING");
        post("runs/update", body);
        return id;
    }

    @Override
    public void accept(TrainingEvent event) {
        switch (event) {
            case Stepped step -> {
                metric("loss", step.loss(), step.step());
                metric("loss_classes", step.classes(), step.step());
                metric("loss_boxes", step.boxes(), step.step());
                metric("loss_centreness", step.centreness(), step.step());
                if (step.areas() > 0) {
                    metric("loss_areas", step.areas(), step.step());
                }
                metric("learning_rate", step.rate(), step.step());
                metric("step_seconds", step.seconds(), step.step());
                metric("loader_wait_seconds", step.waited(), step.step());
            }
            case Judged judged -> {
                metric("validation_loss", judged.loss(), judged.step());
                if (judged.areaIou() != null) {
                    metric("validation_area_iou", judged.areaIou(), judged.step());
                }
            }
            default -> {}
        }
        if (pending.size() >= BATCH * 7) {
            flush();
        }
    }

    void scores(long step, SortedMap<String, Double> scores) {
        scores.forEach((name, value) -> metric(name, value, step));
    }

    /// Says how the run ended; to be called before it is closed. A run that another made goes on
    /// when that one says so.
    void ended(TrainOutcome outcome) {
        end =
                outcome.succeeded()
                        ? "FINISHED"
                        : outcome != TrainOutcome.INTERRUPTED
                                ? "FAILED"
                                : given ? "SCHEDULED" : "KILLED";
    }

    private void metric(String key, double value, long step) {
        pending.addObject()
                .put("key", key)
                .put("value", value)
                .put("timestamp", clock.millis())
                .put("step", step);
    }

    private void flush() {
        if (!pending.isEmpty()) {
            ObjectNode batch = Json.jackson().createObjectNode().put("run_id", run);
            batch.set("metrics", pending.deepCopy());
            pending.removeAll();
            quietly(() -> post("runs/log-batch", batch));
        }
    }

    @Override
    public void close() {
        flush();
        ObjectNode last = Json.jackson().createObjectNode().put("run_id", run).put("status", end);
        if (!end.equals("SCHEDULED")) {
            last.put("end_time", clock.millis());
        }
        quietly(() -> post("runs/update", last));
        http.close();
    }

    private void quietly(Call call) {
        if (lost) {
            return;
        }
        try {
            call.make();
        } catch (IOException e) {
            lost = true;
            problems.accept("metrics are no longer logged to " + api + ": " + e.getMessage());
        } catch (InterruptedException e) {
            lost = true;
            Thread.currentThread().interrupt();
        }
    }

    private JsonNode post(String path, ObjectNode body) throws IOException, InterruptedException {
        return answer(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api + path)).timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    private static JsonNode answer(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            String body = response.body();
            throw new IOException(
                    "%s answered %d: %s"
                            .formatted(
                                    response.uri(),
                                    response.statusCode(),
                                    body.substring(0, Math.min(300, body.length()))));
        }
        return Json.jackson().readTree(response.body());
    }
}
