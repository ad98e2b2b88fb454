package dev.roadloop.training.logged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Field;
import dev.roadloop.training.search.Row;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/// A logged model: MLflow's `LoggedModelInfo` with its parameters, tags and metrics, as one
/// document.
///
/// @param document not to be modified
record LoggedModel(ObjectNode document) implements Row {
    private static final List<String> SAME =
            List.of("key", "run_id", "dataset_name", "dataset_digest");
    private static final Comparator<JsonNode> LATEST =
            Comparator.comparingLong((JsonNode metric) -> metric.path("timestamp").asLong())
                    .thenComparingLong(metric -> metric.path("step").asLong());

    String id() {
        return document.path("model_id").asText();
    }

    long created() {
        return document.path("creation_timestamp_ms").asLong();
    }

    String artifactUri() {
        return document.path("artifact_uri").asText();
    }

    SortedMap<String, String> tags() {
        return Tags.stored(document, "tags");
    }

    /// The latest where a run or data set has others of the key.
    @Override
    public Optional<Double> number(Field field) {
        return switch (field.entity()) {
            case METRIC -> metrics(field).max(LATEST).map(LoggedModel::value);
            case ATTRIBUTE -> Optional.of(document.path(field.key() + "_ms").asDouble());
            case PARAMETER, TAG, DATASET -> Optional.empty();
        };
    }

    @Override
    public List<Double> numbers(Field field) {
        return field.entity() == Entity.METRIC
                ? metrics(field).map(LoggedModel::value).toList()
                : Row.super.numbers(field);
    }

    private Stream<JsonNode> metrics(Field field) {
        return document.path("metrics")
                .valueStream()
                .filter(metric -> metric.path("key").asText().equals(field.key()));
    }

    private static double value(JsonNode metric) {
        JsonNode value = metric.path("value");
        return value.isTextual() ? Double.parseDouble(value.asText()) : value.doubleValue();
    }

    /// The same with metrics on some data sets only.
    ///
    /// @param datasets none for all
    LoggedModel on(List<DatasetFilter> datasets) {
        if (datasets.isEmpty()) {
            return this;
        }
        ArrayNode kept = Json.jackson().createArrayNode();
        for (JsonNode metric : document.path("metrics")) {
            if (datasets.stream().anyMatch(each -> each.accepts(metric))) {
                kept.add(metric);
            }
        }
        ObjectNode fewer = Json.jackson().createObjectNode();
        fewer.setAll(document);
        fewer.set("metrics", kept);
        return new LoggedModel(fewer);
    }

    /// Whether anything was measured on one of the data sets.
    boolean hasMetricsOn(List<DatasetFilter> datasets) {
        return !on(datasets).document.path("metrics").isEmpty();
    }

    @Override
    public Optional<String> text(Field field) {
        return switch (field.entity()) {
            case PARAMETER -> present(document.path("params").path(field.key()));
            case TAG -> present(document.path("tags").path(field.key()));
            case ATTRIBUTE -> present(document.path(field.key()));
            case METRIC, DATASET -> Optional.empty();
        };
    }

    private static Optional<String> present(JsonNode node) {
        return node.isMissingNode() ? Optional.empty() : Optional.of(node.asText());
    }

    /// MLflow's `LoggedModel`.
    ObjectNode message() {
        ObjectNode message = Json.jackson().createObjectNode();
        ObjectNode info = document.deepCopy();
        info.remove("params");
        info.remove("metrics");
        info.set("tags", Tags.message(tags()));
        message.set("info", info);
        ObjectNode data = message.putObject("data");
        data.set("params", Tags.message(Tags.stored(document, "params")));
        data.set("metrics", document.path("metrics").deepCopy());
        return message;
    }

    LoggedModel at(String status, long now) {
        ObjectNode changed = touched(now);
        changed.put("status", status);
        return new LoggedModel(changed);
    }

    LoggedModel tagged(Map<String, String> newTags, long now) {
        ObjectNode changed = touched(now);
        changed.set("tags", Tags.document(newTags));
        return new LoggedModel(changed);
    }

    LoggedModel withParameters(Map<String, String> more, long now) {
        ObjectNode changed = touched(now);
        SortedMap<String, String> all = Tags.stored(changed, "params");
        all.putAll(more);
        changed.set("params", Tags.document(all));
        return new LoggedModel(changed);
    }

    /// A metric of the same key, run and data set takes the place of the one before.
    LoggedModel withMetric(ObjectNode metric, long now) {
        ObjectNode changed = touched(now);
        ArrayNode kept = Json.jackson().createArrayNode();
        for (JsonNode before : changed.path("metrics")) {
            if (!SAME.stream().allMatch(each -> before.path(each).equals(metric.path(each)))) {
                kept.add(before);
            }
        }
        kept.add(metric);
        changed.set("metrics", kept);
        return new LoggedModel(changed);
    }

    private ObjectNode touched(long now) {
        return document.deepCopy().put("last_updated_timestamp_ms", now);
    }
}
