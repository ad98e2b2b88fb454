package dev.roadloop.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Field;
import dev.roadloop.training.search.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A run and all it logged but its metrics' history.
///
/// @param metrics the latest of each key
/// @param lineage what it read and made: `dataset_inputs`, `model_inputs` and `model_outputs` as
///   MLflow's messages have them. Not to be modified
record Run(
        RunInfo info,
        Map<String, String> parameters,
        Map<String, String> tags,
        Map<String, Metric> metrics,
        ObjectNode lineage)
        implements Row {

    Run {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    @Override
    public Optional<Double> number(Field field) {
        return switch (field.entity()) {
            case METRIC -> Optional.ofNullable(metrics.get(field.key())).map(Metric::value);
            case ATTRIBUTE ->
                    field.key().equals("start_time")
                            ? Optional.of((double) info.start())
                            : info.end().isPresent()
                                    ? Optional.of((double) info.end().getAsLong())
                                    : Optional.empty();
            case PARAMETER, TAG, DATASET -> Optional.empty();
        };
    }

    @Override
    public Optional<String> text(Field field) {
        return switch (field.entity()) {
            case PARAMETER -> Optional.ofNullable(parameters.get(field.key()));
            case TAG -> Optional.ofNullable(tags.get(field.key()));
            case ATTRIBUTE ->
                    Optional.of(
                            switch (field.key()) {
                                case "run_id" -> info.id();
                                case "run_name" -> info.name();
                                case "user_id" -> info.user();
                                case "artifact_uri" -> info.artifactUri();
                                default -> info.status().name();
                            });
            case METRIC, DATASET -> Optional.empty();
        };
    }

    /// Of all data sets that it read.
    @Override
    public List<String> texts(Field field) {
        if (field.entity() != Entity.DATASET) {
            return Row.super.texts(field);
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode input : lineage.path("dataset_inputs")) {
            if (!field.key().equals("context")) {
                texts.add(input.path("dataset").path(field.key()).asText());
                continue;
            }
            for (JsonNode tag : input.path("tags")) {
                if (tag.path("key").asText().equals("mlflow.data.context")) {
                    texts.add(tag.path("value").asText());
                }
            }
        }
        return texts;
    }

    /// MLflow's `Run`.
    ObjectNode message() {
        ObjectNode message = Json.jackson().createObjectNode();
        message.set("info", info.message());
        ObjectNode data = message.putObject("data");
        if (!metrics.isEmpty()) {
            ArrayNode list = data.putArray("metrics");
            metrics.values().forEach(metric -> list.add(metric.message()));
        }
        if (!parameters.isEmpty()) {
            data.set("params", Tags.message(parameters));
        }
        if (!tags.isEmpty()) {
            data.set("tags", Tags.message(tags));
        }
        ObjectNode inputs = message.putObject("inputs");
        copy("dataset_inputs", inputs, "dataset_inputs");
        copy("model_inputs", inputs, "model_inputs");
        if (!lineage.path("model_outputs").isEmpty()) {
            copy("model_outputs", message.putObject("outputs"), "model_outputs");
        }
        return message;
    }

    private void copy(String from, ObjectNode to, String as) {
        if (!lineage.path(from).isEmpty()) {
            to.set(as, lineage.path(from).deepCopy());
        }
    }

    ObjectNode document() {
        ObjectNode document = Json.jackson().createObjectNode();
        document.set("info", info.message());
        document.set("params", Tags.document(parameters));
        document.set("tags", Tags.document(tags));
        ObjectNode latest = document.putObject("metrics");
        metrics.forEach((key, metric) -> latest.set(key, metric.message()));
        document.set("lineage", lineage);
        return document;
    }

    static Run stored(ObjectNode document) {
        Map<String, Metric> metrics = new TreeMap<>();
        document.path("metrics")
                .properties()
                .forEach(entry ->
                        metrics.put(
                                entry.getKey(), Metric.stored(entry.getKey(), entry.getValue())));
        return new Run(
                RunInfo.stored((ObjectNode) document.path("info")),
                Tags.stored(document, "params"),
                Tags.stored(document, "tags"),
                metrics,
                (ObjectNode) document.path("lineage"));
    }
}
