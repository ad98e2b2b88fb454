package dev.roadloop.training.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingMetrics;
import dev.roadloop.domain.InternalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What a training wrote down of its steps and looks, a line of JSON each.
public final class RunEvents {
    /// MLflow takes no more metrics in one call.
    private static final int METRICS = 1000;

    /// One event has no more.
    private static final int OF_AN_EVENT = 20;

    private static final String VALIDATION_LOSS = TrainingMetrics.VALIDATION_LOSS;

    private static final String VALIDATION_AREA_IOU = TrainingMetrics.VALIDATION_AREA_IOU;

    private final Bucket gold;

    /// @param gold where runs lie
    public RunEvents(Bucket gold) {
        this.gold = gold;
    }

    /// What a training has said of itself, by the names of [TrainingMetrics].
    ///
    /// @param looks what was known at each look at the validation samples, in the order of steps
    /// @param end what became known when it had ended
    public record Said(List<Map<String, Double>> looks, Map<String, Double> end) {
        /// Copies the list.
        public Said {
            looks = List.copyOf(looks);
        }
    }

    /// Reads it. A step that was done again is there once.
    public Said said(String run) {
        SortedMap<Long, Map<String, Double>> byStep = new TreeMap<>();
        Map<String, Double> step = new TreeMap<>();
        Map<String, Double> end = new TreeMap<>();
        forEach(
                run,
                event -> {
                    switch (event.path("event").asText()) {
                        case "step" -> {
                            step.put(TrainingMetrics.LOSS, number(event.path("loss")));
                            step.put(TrainingMetrics.LEARNING_RATE, number(event.path("rate")));
                        }
                        case "validation" -> {
                            Map<String, Double> look = new TreeMap<>(step);
                            look.put(VALIDATION_LOSS, number(event.path("loss")));
                            if (event.has("areaIou")) {
                                look.put(VALIDATION_AREA_IOU, number(event.path("areaIou")));
                            }
                            byStep.put(event.path("step").asLong(), look);
                        }
                        case "scores" -> {
                            end.clear();
                            event.path("metrics")
                                    .properties()
                                    .forEach(score ->
                                            end.put(score.getKey(), number(score.getValue())));
                        }
                        default -> {}
                    }
                });
        return new Said(new ArrayList<>(byStep.values()), end);
    }

    /// A loss that is no number is a text.
    private static double number(JsonNode value) {
        return value.isNumber() ? value.asDouble() : Double.NaN;
    }

    /// Losses and rates as MLflow's metrics, in batches that it takes. Times are those that were
    /// written down, else those of the steps, so that asking again gives the same.
    ///
    /// @param startedAt when the training began
    /// @param logged step up to which each metric is logged already, by its key; what comes after a
    ///   rollback is logged in any case, since steps are done again
    void metrics(
            String run, Instant startedAt, Map<String, Long> logged, Consumer<ArrayNode> batches) {
        Map<String, Long> already = new HashMap<>(logged);
        ArrayNode batch = Json.jackson().createArrayNode();
        double[] millis = {startedAt.toEpochMilli()};
        forEach(
                run,
                event -> {
                    String kind = event.path("event").asText();
                    if (kind.equals("step")) {
                        millis[0] += 1000 * event.path("seconds").asDouble();
                        if (isNew(already, TrainingMetrics.LOSS, event)) {
                            add(
                                    batch,
                                    TrainingMetrics.LOSS,
                                    event.path("loss"),
                                    (long) millis[0],
                                    event);
                            add(
                                    batch,
                                    TrainingMetrics.LEARNING_RATE,
                                    event.path("rate"),
                                    (long) millis[0],
                                    event);
                        }
                    } else if (kind.equals("validation")) {
                        if (isNew(already, VALIDATION_LOSS, event)) {
                            add(
                                    batch,
                                    VALIDATION_LOSS,
                                    event.path("loss"),
                                    (long) millis[0],
                                    event);
                            // Only a network that knows areas says so.
                            add(
                                    batch,
                                    VALIDATION_AREA_IOU,
                                    event.path("areaIou"),
                                    (long) millis[0],
                                    event);
                        }
                    } else if (kind.equals("scores")) {
                        event.path("metrics")
                                .properties()
                                .forEach(score -> {
                                    if (isNew(already, score.getKey(), event)) {
                                        add(
                                                batch,
                                                score.getKey(),
                                                score.getValue(),
                                                (long) millis[0],
                                                event);
                                    }
                                });
                    } else if (kind.equals("rollback")) {
                        already.clear();
                    }
                    if (batch.size() >= METRICS - OF_AN_EVENT) {
                        batches.accept(batch.deepCopy());
                        batch.removeAll();
                    }
                });
        if (!batch.isEmpty()) {
            batches.accept(batch);
        }
    }

    private static boolean isNew(Map<String, Long> already, String key, JsonNode event) {
        return event.path("step").asLong() > already.getOrDefault(key, Long.MIN_VALUE);
    }

    private static void add(
            ArrayNode metrics, String key, JsonNode value, long millis, JsonNode event) {
        if (value.isNumber()) {
            metrics.addObject()
                    .put("key", key)
                    .put("value", value.asDouble())
                    .put("timestamp", event.path("at").asLong(millis))
                    .put("step", event.path("step").asLong());
        }
    }

    private void forEach(String run, Consumer<JsonNode> lines) {
        Optional<InputStream> events = gold.stream(RunKeys.events(run), null);
        if (events.isEmpty()) {
            return;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(events.get(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.accept(Json.jackson().readTree(line));
            }
        } catch (JacksonException e) {
            throw new InternalException("a line of the events of " + run + " is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the events of " + run + " are cut", e);
        }
    }
}
