package dev.roadloop.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.TrialEnd;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// A sweep in an MLflow server: one run, with a nested run for each trial. Runs are found again by
/// a tag, so that a sweep that goes on goes on there, too.
public final class TrialRuns implements AutoCloseable {

    private static final String KEY = "roadloop.sweep";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String uri;
    private final String experimentName;
    private final String sweep;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Map<Integer, String> runs = new ConcurrentHashMap<>();
    private final String experiment;
    private final String parent;

    /// @param uri of the server
    /// @param sweep what tells this sweep from others
    /// @param name of its run
    /// @throws TransientException if the server cannot be reached
    public TrialRuns(
            String uri, String experiment, String sweep, String name, InstantSource clock) {
        this.uri = uri.replaceAll("/+$", "");
        this.experimentName = experiment;
        this.sweep = sweep;
        this.clock = clock;
        this.experiment = experiment();
        this.parent = run(sweep, name, "");
    }

    /// Hyperparameters by which a trial logs to its run.
    Map<String, String> of(int trial) {
        String run =
                runs.computeIfAbsent(
                        trial, number -> run(sweep + "/" + number, "trial-" + number, parent));
        return Map.of("tracking_uri", uri, "experiment", experimentName, "run_id", run);
    }

    /// Notes what came out of a job.
    void told(Told told) {
        String run = of(told.trial()).getOrDefault("run_id", "");
        if (!told.metrics().isEmpty()) {
            ObjectNode batch = Json.jackson().createObjectNode().put("run_id", run);
            ArrayNode metrics = batch.putArray("metrics");
            told.metrics()
                    .forEach((name, value) ->
                            metrics.addObject()
                                    .put("key", "trial_" + name)
                                    .put("value", value)
                                    .put("timestamp", clock.millis())
                                    .put("step", told.iterations()));
            post("runs/log-batch", batch);
        }
        if (told.end() == TrialEnd.FAILED) {
            end(run, "FAILED");
        }
    }

    /// Ends the sweep's run, and kills those of trials that stand at a rung.
    public void ended(Standing standing) {
        for (Trial trial : standing.trials()) {
            if (trial.status() == Trial.Status.KILLED) {
                end(of(trial.number()).getOrDefault("run_id", ""), "KILLED");
            }
        }
        Trial best = standing.best();
        if (best != null) {
            ObjectNode batch = Json.jackson().createObjectNode().put("run_id", parent);
            ArrayNode tags = batch.putArray("tags");
            tags.addObject()
                    .put("key", "roadloop.best")
                    .put("value", of(best.number()).getOrDefault("run_id", ""));
            ArrayNode metrics = batch.putArray("metrics");
            new TreeMap<>(best.metrics())
                    .forEach((name, value) ->
                            metrics.addObject()
                                    .put("key", "best_" + name)
                                    .put("value", value)
                                    .put("timestamp", clock.millis())
                                    .put("step", 0));
            post("runs/log-batch", batch);
        }
        end(parent, "FINISHED");
    }

    private String experiment() {
        String name = URLEncoder.encode(experimentName, StandardCharsets.UTF_8);
        HttpResponse<String> found =
                send(request("experiments/get-by-name?experiment_name=" + name).GET().build());
        if (found.statusCode() == 404) {
            ObjectNode body = Json.jackson().createObjectNode().put("name", experimentName);
            return post("experiments/create", body).path("experiment_id").asText();
        }
        return tree(found).path("experiment").path("experiment_id").asText();
    }

    private String run(String tag, String name, String parent) {
        ObjectNode query = Json.jackson().createObjectNode().put("max_results", 1);
        query.putArray("experiment_ids").add(experiment);
        query.put("filter", "tags.`%s` = '%s'".formatted(KEY, tag));
        JsonNode found = post("runs/search", query).path("runs").path(0);
        if (!found.isMissingNode()) {
            return found.path("info").path("run_id").asText();
        }
        ObjectNode body =
                Json.jackson()
                        .createObjectNode()
                        .put("experiment_id", experiment)
                        .put("run_name", name)
                        .put("start_time", clock.millis());
        ArrayNode tags = body.putArray("tags");
        tags.addObject().put("key", KEY).put("value", tag);
        if (!parent.isEmpty()) {
            tags.addObject().put("key", "mlflow.parentRunId").put("value", parent);
        }
        return post("runs/create", body).path("run").path("info").path("run_id").asText();
    }

    private void end(String run, String status) {
        post(
                "runs/update",
                Json.jackson()
                        .createObjectNode()
                        .put("run_id", run)
                        .put("status", status)
                        .put("end_time", clock.millis()));
    }

    private JsonNode post(String path, ObjectNode body) {
        return tree(
                send(
                        request(path)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(body.toString()))
                                .build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(uri + "/api/2.0/mlflow/" + path))
                .timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new TransientException(
                    request.uri() + " cannot be reached: " + e.getMessage() + "; is it running?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException(request.uri() + " was interrupted", e);
        }
    }

    private static JsonNode tree(HttpResponse<String> response) {
        String body = response.body();
        try {
            if (response.statusCode() == 200) {
                return Json.jackson().readTree(body);
            }
        } catch (IOException e) {
            // The same complaint as for another status.
        }
        throw new TransientException(
                "%s answered %d: %s"
                        .formatted(
                                response.uri(),
                                response.statusCode(),
                                body.substring(0, Math.min(300, body.length()))));
    }

    @Override
    public void close() {
        http.close();
    }
}
