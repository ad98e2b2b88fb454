package dev.roadloop.training.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.TransientException;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.TrackingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs that the platform enters into the tracking by itself: those of trainings, of sweeps and of
/// their trials. Each has a tag with its name, by which it is found again.
public final class TrackedRuns {
    private static final String API = "/api/2.0/mlflow/";
    private static final String TAG = "roadloop.run";
    private static final String PARENT = "mlflow.parentRunId";

    private final TrackingServer server;
    private final InstantSource clock;

    TrackedRuns(TrackingServer server, InstantSource clock) {
        this.server = server;
        this.clock = clock;
    }

    /// What a run is begun with.
    ///
    /// @param experiment name; made if it is not there
    /// @param run the value of its tag
    /// @param name what people see
    /// @param tags besides
    public record Beginning(
            String experiment,
            String run,
            String name,
            Instant startedAt,
            Map<String, String> tags) {
        /// Keeps a copy.
        public Beginning {
            tags = Map.copyOf(tags);
        }

        /// The same, nested in another run.
        public Beginning within(String parentId) {
            Map<String, String> all = new TreeMap<>(tags);
            all.put(PARENT, parentId);
            return new Beginning(experiment, run, name, startedAt, all);
        }
    }

    /// A run as the tracking knows it.
    ///
    /// @param running whether nobody has ended it
    /// @param latest step up to which each metric is logged, by the metric's key
    public record Tracked(String id, boolean running, Map<String, Long> latest) {
        /// Keeps a copy.
        public Tracked {
            latest = Map.copyOf(latest);
        }
    }

    /// The run that was begun so, or a new one.
    public Tracked begin(Beginning beginning) {
        String experiment = experiment(beginning.experiment());
        return search(experiment, beginning.run())
                .orElseGet(() -> create(experiment, beginning))
                .tracked();
    }

    /// Finds a run by its tag.
    public Optional<Tracked> find(String experiment, String run) {
        Answer found = get("experiments/get-by-name", object("experiment_name", experiment));
        return found.status() == 200
                ? search(experimentId(json(found)), run).map(Found::tracked)
                : Optional.empty();
    }

    /// Logs parameters; those that are there already must be equal.
    public void logParameters(String id, Map<String, String> values) {
        ObjectNode body = object("run_id", id);
        ArrayNode list = body.putArray("params");
        new TreeMap<>(values)
                .forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        post("runs/log-batch", body);
    }

    /// Logs metrics, at most 1,000.
    ///
    /// @param points as MLflow's `log-batch` takes them
    public void logMetrics(String id, ArrayNode points) {
        if (!points.isEmpty()) {
            ObjectNode body = object("run_id", id);
            body.set("metrics", points.deepCopy());
            post("runs/log-batch", body);
        }
    }

    /// Sets a tag.
    public void tag(String id, String key, String value) {
        post("runs/set-tag", object("run_id", id).put("key", key).put("value", value));
    }

    /// Ends a run now.
    ///
    /// @param status `FINISHED`, `FAILED` or `KILLED`
    public void end(String id, String status) {
        post(
                "runs/update",
                object("run_id", id).put("status", status).put("end_time", clock.millis()));
    }

    /// A run as a search answers it.
    private record Found(JsonNode run) {
        Tracked tracked() {
            JsonNode info = run.path("info");
            Map<String, Long> latest = new HashMap<>();
            run.path("data")
                    .path("metrics")
                    .forEach(metric ->
                            latest.put(metric.path("key").asText(), metric.path("step").asLong()));
            return new Tracked(
                    info.path("run_id").asText(),
                    info.path("status").asText().equals("RUNNING"),
                    latest);
        }
    }

    private String experiment(String name) {
        ObjectNode query = object("experiment_name", name);
        Answer found = get("experiments/get-by-name", query);
        if (found.status() == 200) {
            return experimentId(json(found));
        }
        Answer made = call("POST", "experiments/create", object("name", name));
        return made.status() == 200
                ? json(made).path("experiment_id").asText()
                // Another made it meanwhile.
                : experimentId(checked(get("experiments/get-by-name", query)));
    }

    private static String experimentId(JsonNode found) {
        return found.path("experiment").path("experiment_id").asText();
    }

    private Optional<Found> search(String experiment, String run) {
        ObjectNode query = Json.jackson().createObjectNode().put("max_results", 1);
        query.putArray("experiment_ids").add(experiment);
        query.put("filter", "tags.`%s` = '%s'".formatted(TAG, run));
        JsonNode runs = post("runs/search", query).path("runs");
        return runs.isEmpty() ? Optional.empty() : Optional.of(new Found(runs.get(0)));
    }

    private Found create(String experiment, Beginning beginning) {
        ObjectNode body =
                object("experiment_id", experiment)
                        .put("run_name", beginning.name())
                        .put("start_time", beginning.startedAt().toEpochMilli());
        ArrayNode tags = body.putArray("tags");
        Map<String, String> values = new TreeMap<>(beginning.tags());
        values.put(TAG, beginning.run());
        values.forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return new Found(post("runs/create", body).path("run"));
    }

    private static ObjectNode object(String key, String value) {
        return Json.jackson().createObjectNode().put(key, value);
    }

    private JsonNode post(String path, ObjectNode body) {
        return checked(call("POST", path, body));
    }

    private Answer get(String path, ObjectNode query) {
        return call("GET", path, query);
    }

    private Answer call(String method, String path, ObjectNode fields) {
        try {
            return server.answer(
                    new Call(
                            method,
                            API + path,
                            new Fields(fields),
                            method.equals("GET") ? new byte[0] : Json.bytes(fields),
                            "application/json",
                            true));
        } catch (TrackingException e) {
            return Answer.error(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private static JsonNode checked(Answer answer) {
        if (answer.status() != 200) {
            throw new TransientException(
                    "the tracking answered "
                            + answer.status()
                            + ": "
                            + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return json(answer);
    }

    private static JsonNode json(Answer answer) {
        return Json.read(answer.body(), JsonNode.class, "the tracking's answer");
    }
}
