package dev.roadloop.training.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Field;
import dev.roadloop.training.search.Row;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A named group of runs.
///
/// @param id digits
/// @param artifactLocation where its runs' artifacts lie
/// @param active false when it was deleted
/// @param created milliseconds since the epoch
/// @param updated milliseconds since the epoch
public record Experiment(
        String id,
        String name,
        String artifactLocation,
        boolean active,
        long created,
        long updated,
        Map<String, String> tags)
        implements Row {

    /// The experiment of runs that name none.
    public static final String DEFAULT_ID = "0";

    public Experiment {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    Experiment with(boolean nowActive, long at) {
        return new Experiment(id, name, artifactLocation, nowActive, created, at, tags);
    }

    Experiment named(String newName, long at) {
        return new Experiment(id, newName, artifactLocation, active, created, at, tags);
    }

    Experiment tagged(SortedMap<String, String> newTags, long at) {
        return new Experiment(id, name, artifactLocation, active, created, at, newTags);
    }

    @Override
    public Optional<Double> number(Field field) {
        return switch (field.key()) {
            case "creation_time" -> Optional.of((double) created);
            case "last_update_time" -> Optional.of((double) updated);
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<String> text(Field field) {
        if (field.entity() == Entity.TAG) {
            return Optional.ofNullable(tags.get(field.key()));
        }
        return Optional.of(field.key().equals("name") ? name : id);
    }

    /// MLflow's `Experiment`.
    ObjectNode message() {
        ObjectNode message =
                Json.jackson()
                        .createObjectNode()
                        .put("experiment_id", id)
                        .put("name", name)
                        .put("artifact_location", artifactLocation)
                        .put("lifecycle_stage", active ? "active" : "deleted")
                        .put("last_update_time", updated)
                        .put("creation_time", created);
        if (!tags.isEmpty()) {
            message.set("tags", Tags.message(tags));
        }
        return message;
    }

    ObjectNode document() {
        ObjectNode document = message();
        document.set("tags", Tags.document(tags));
        return document;
    }

    static Experiment stored(ObjectNode document) {
        return new Experiment(
                document.path("experiment_id").asText(),
                document.path("name").asText(),
                document.path("artifact_location").asText(),
                document.path("lifecycle_stage").asText().equals("active"),
                document.path("creation_time").asLong(),
                document.path("last_update_time").asLong(),
                Tags.stored(document, "tags"));
    }
}
