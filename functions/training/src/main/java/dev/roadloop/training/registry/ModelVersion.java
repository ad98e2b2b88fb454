package dev.roadloop.training.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Field;
import dev.roadloop.training.search.Row;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One version of a registered model.
///
/// @param model uid of the registered model
/// @param name the registered model's name
/// @param created milliseconds since the epoch
/// @param updated milliseconds since the epoch
/// @param origin `source`, `run_id`, `run_link`, `user_id`, `model_id`, where they were given
record ModelVersion(
        String model,
        String name,
        int number,
        Stage stage,
        String description,
        long created,
        long updated,
        Map<String, String> origin,
        Map<String, String> tags)
        implements Row {

    static final List<String> ORIGIN =
            List.of("source", "run_id", "run_link", "user_id", "model_id");

    ModelVersion {
        origin = Collections.unmodifiableSortedMap(new TreeMap<>(origin));
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    ModelVersion at(Stage newStage, long at) {
        return new ModelVersion(
                model, name, number, newStage, description, created, at, origin, tags);
    }

    ModelVersion described(String newDescription, long at) {
        return new ModelVersion(
                model, name, number, stage, newDescription, created, at, origin, tags);
    }

    ModelVersion tagged(Map<String, String> newTags, long at) {
        return new ModelVersion(
                model, name, number, stage, description, created, at, origin, newTags);
    }

    @Override
    public Optional<Double> number(Field field) {
        return Optional.of(
                (double)
                        switch (field.key()) {
                            case "version_number" -> number;
                            case "creation_timestamp" -> created;
                            default -> updated;
                        });
    }

    @Override
    public Optional<String> text(Field field) {
        if (field.entity() == Entity.TAG) {
            return RegisteredModel.tag(tags, field.key());
        }
        return switch (field.key()) {
            // Without a run it is the empty text, as MLflow has it.
            case "run_id" -> Optional.of(origin.getOrDefault("run_id", ""));
            case "source_path" -> Optional.ofNullable(origin.get("source"));
            default -> Optional.of(name);
        };
    }

    /// MLflow's `ModelVersion`.
    ///
    /// @param aliases that lead to it
    ObjectNode message(List<String> aliases) {
        ObjectNode message =
                Json.jackson()
                        .createObjectNode()
                        .put("name", name)
                        .put("version", Integer.toString(number))
                        .put("creation_timestamp", created)
                        .put("last_updated_timestamp", updated)
                        .put("current_stage", stage.spelling())
                        .put("description", description)
                        .put("status", "READY");
        origin.forEach(message::put);
        if (!tags.isEmpty()) {
            message.set("tags", Tags.message(tags));
        }
        if (!aliases.isEmpty()) {
            aliases.forEach(message.putArray("aliases")::add);
        }
        return message;
    }

    ObjectNode document() {
        ObjectNode document =
                Json.jackson()
                        .createObjectNode()
                        .put("model", model)
                        .put("number", number)
                        .put("stage", stage.spelling())
                        .put("description", description)
                        .put("created", created)
                        .put("updated", updated);
        document.set("origin", Tags.document(origin));
        document.set("tags", Tags.document(tags));
        return document;
    }

    static ModelVersion stored(ObjectNode document, String name) {
        return new ModelVersion(
                document.path("model").asText(),
                name,
                document.path("number").asInt(),
                Stage.of(document.path("stage").asText()),
                document.path("description").asText(),
                document.path("created").asLong(),
                document.path("updated").asLong(),
                Tags.stored(document, "origin"),
                Tags.stored(document, "tags"));
    }
}
