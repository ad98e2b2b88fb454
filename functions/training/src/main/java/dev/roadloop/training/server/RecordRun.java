package dev.roadloop.training.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingFinished;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.TrackingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Enters a training that has ended into the experiment tracking: parameters, what it was made
/// from, losses by step, and how it ended. Jobs have no way to the tracking API, since their
/// network has none to the internet; so what they wrote down is entered when they are done. The
/// same training is entered once, whatever is retried.
final class RecordRun {
    private static final String API = "/api/2.0/mlflow/";
    private static final String TAG = "roadloop.run";
    private static final int LARGEST_DOCUMENT = 1 << 20;

    /// MLflow takes no more metrics in one call.
    private static final int METRICS = 1000;

    private final TrackingServer server;
    private final Bucket gold;
    private final Clock clock;

    RecordRun(TrackingServer server, Bucket gold, Clock clock) {
        this.server = server;
        this.gold = gold;
        this.clock = clock;
    }

    /// Which training.
    ///
    /// @param run its name
    /// @param startedAt when its execution started
    record Request(String run, Instant startedAt) {}

    /// What was entered.
    ///
    /// @param runId of the run in the tracking
    /// @param event what to announce when the model is packaged; absent where there is no model
    record Recorded(String runId, @Nullable TrainingFinished event) {}

    /// Enters a training.
    ///
    /// @throws CallerException when it left no report
    Recorded record(Request request) {
        TrainingRequest asked =
                Json.read(
                        document(RunKeys.request(request.run())),
                        TrainingRequest.class,
                        RunKeys.request(request.run()));
        JsonNode outcome =
                Json.read(document(RunKeys.outcome(request.run())), JsonNode.class, "the outcome");
        String experiment = experiment(asked.experiment());
        JsonNode run =
                found(experiment, request.run())
                        .orElseGet(() -> create(experiment, request, asked));
        String id = run.path("info").path("run_id").asText();
        boolean made = outcome.path("model").isTextual();
        if (run.path("info").path("status").asText().equals("RUNNING")) {
            logParameters(id, asked, outcome);
            logLosses(id, request);
            post(
                    "runs/update",
                    object("run_id", id)
                            .put("status", made ? "FINISHED" : "FAILED")
                            .put("end_time", clock.millis()));
        }
        return new Recorded(id, made ? event(request.run(), asked, outcome) : null);
    }

    private TrainingFinished event(String run, TrainingRequest asked, JsonNode outcome) {
        return new TrainingFinished(
                "trained-" + run,
                run,
                asked.dataset(),
                asked.version(),
                outcome.path("outcome").asText(),
                new Sha256(outcome.path("model").asText()),
                RunKeys.model(run),
                RunKeys.outcome(run),
                outcome.path("step").asLong(),
                clock.instant(),
                null);
    }

    private byte[] document(String key) {
        return gold.get(key, LARGEST_DOCUMENT)
                .orElseThrow(() ->
                        new CallerException(
                                gold.at(key)
                                        + ": expected what the training job writes, found none"));
    }

    private String experiment(String name) {
        ObjectNode query = object("experiment_name", name);
        Answer found = call("GET", "experiments/get-by-name", query);
        if (found.status() == 200) {
            return json(found).path("experiment").path("experiment_id").asText();
        }
        Answer made = call("POST", "experiments/create", object("name", name));
        return made.status() == 200
                ? json(made).path("experiment_id").asText()
                // Another training made it meanwhile.
                : checked(call("GET", "experiments/get-by-name", query))
                        .path("experiment")
                        .path("experiment_id")
                        .asText();
    }

    private Optional<JsonNode> found(String experiment, String run) {
        ObjectNode query = Json.jackson().createObjectNode().put("max_results", 1);
        query.putArray("experiment_ids").add(experiment);
        query.put("filter", "tags.`%s` = '%s'".formatted(TAG, run));
        JsonNode runs = post("runs/search", query).path("runs");
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(0));
    }

    private JsonNode create(String experiment, Request request, TrainingRequest asked) {
        ObjectNode body =
                object("experiment_id", experiment)
                        .put("run_name", request.run())
                        .put("start_time", request.startedAt().toEpochMilli());
        ArrayNode tags = body.putArray("tags");
        Map<String, String> values =
                Map.of(
                        TAG,
                        request.run(),
                        "roadloop.dataset",
                        asked.dataset().value(),
                        "roadloop.dataset.version",
                        asked.version().hex());
        new TreeMap<>(values)
                .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return post("runs/create", body).path("run");
    }

    private void logParameters(String id, TrainingRequest asked, JsonNode outcome) {
        Map<String, String> values = new TreeMap<>(asked.hyperparameters());
        values.put("configuration", asked.configuration());
        values.put("seed", Long.toString(asked.seed()));
        values.put("outcome", outcome.path("outcome").asText());
        JsonNode provenance = outcome.path("provenance");
        for (String name : new String[] {"codeCommit", "imageDigest", "dataset"}) {
            if (provenance.path(name).isTextual()) {
                values.put(name, provenance.path(name).asText());
            }
        }
        ObjectNode body = object("run_id", id);
        ArrayNode list = body.putArray("params");
        values.forEach((key, value) -> list.addObject().put("key", key).put("value", value));
        post("runs/log-batch", body);
    }

    /// Times are those of the steps, so that a retry enters the same.
    private void logLosses(String id, Request request) {
        Optional<InputStream> events = gold.stream(RunKeys.events(request.run()), null);
        if (events.isEmpty()) {
            return;
        }
        ArrayNode metrics = Json.jackson().createArrayNode();
        double millis = request.startedAt().toEpochMilli();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(events.get(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = Json.jackson().readTree(line);
                String kind = event.path("event").asText();
                if (kind.equals("step")) {
                    millis += 1000 * event.path("seconds").asDouble();
                    add(metrics, "loss", event.path("loss"), (long) millis, event);
                    add(metrics, "learning_rate", event.path("rate"), (long) millis, event);
                } else if (kind.equals("validation")) {
                    add(metrics, "validation_loss", event.path("loss"), (long) millis, event);
                }
                if (metrics.size() >= METRICS - 2) {
                    send(id, metrics);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the events of " + request.run() + " are cut", e);
        }
        send(id, metrics);
    }

    private static void add(
            ArrayNode metrics, String key, JsonNode value, long millis, JsonNode event) {
        if (value.isNumber()) {
            metrics.addObject()
                    .put("key", key)
                    .put("value", value.asDouble())
                    .put("timestamp", millis)
                    .put("step", event.path("step").asLong());
        }
    }

    private void send(String id, ArrayNode metrics) {
        if (!metrics.isEmpty()) {
            ObjectNode body = object("run_id", id);
            body.set("metrics", metrics.deepCopy());
            post("runs/log-batch", body);
            metrics.removeAll();
        }
    }

    private static ObjectNode object(String key, String value) {
        return Json.jackson().createObjectNode().put(key, value);
    }

    private JsonNode post(String path, ObjectNode body) {
        return checked(call("POST", path, body));
    }

    private Answer call(String method, String path, ObjectNode fields) {
        try {
            return server.answer(
                    new Call(
                            method,
                            API + path,
                            new Fields(fields),
                            method.equals("GET") ? new byte[0] : Json.bytes(fields),
                            "application/json"));
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
