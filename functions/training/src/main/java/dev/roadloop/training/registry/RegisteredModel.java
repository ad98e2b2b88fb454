package dev.roadloop.training.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Field;
import dev.roadloop.training.search.Row;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A name under which versions are registered.
///
/// @param uid stays when the name changes
/// @param created milliseconds since the epoch
/// @param updated milliseconds since the epoch
/// @param aliases versions by alias
/// @param nextVersion numbers are never given twice
record RegisteredModel(
        String uid,
        String name,
        String description,
        long created,
        long updated,
        Map<String, String> tags,
        Map<String, String> aliases,
        int nextVersion)
        implements Row {

    RegisteredModel {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        aliases = Collections.unmodifiableSortedMap(new TreeMap<>(aliases));
    }

    RegisteredModel named(String newName, long at) {
        return new RegisteredModel(
                uid, newName, description, created, at, tags, aliases, nextVersion);
    }

    RegisteredModel described(String newDescription, long at) {
        return new RegisteredModel(
                uid, name, newDescription, created, at, tags, aliases, nextVersion);
    }

    RegisteredModel tagged(Map<String, String> newTags, long at) {
        return new RegisteredModel(
                uid, name, description, created, at, newTags, aliases, nextVersion);
    }

    RegisteredModel aliased(Map<String, String> newAliases, long at) {
        return new RegisteredModel(
                uid, name, description, created, at, tags, newAliases, nextVersion);
    }

    RegisteredModel withOneMoreVersion(long at) {
        return new RegisteredModel(
                uid, name, description, created, at, tags, aliases, nextVersion + 1);
    }

    @Override
    public Optional<Double> number(Field field) {
        return Optional.of((double) (field.key().equals("creation_timestamp") ? created : updated));
    }

    @Override
    public Optional<String> text(Field field) {
        return field.entity() == Entity.TAG ? tag(tags, field.key()) : Optional.of(name);
    }

    /// Clients of MLflow 3 leave prompts out by asking for what is marked not to be one, where
    /// models have no mark.
    static Optional<String> tag(Map<String, String> tags, String key) {
        return Optional.ofNullable(
                key.equals("mlflow.prompt.is_prompt")
                        ? tags.getOrDefault(key, "false")
                        : tags.get(key));
    }

    ObjectNode document() {
        ObjectNode document =
                Json.jackson()
                        .createObjectNode()
                        .put("uid", uid)
                        .put("name", name)
                        .put("description", description)
                        .put("created", created)
                        .put("updated", updated)
                        .put("nextVersion", nextVersion);
        document.set("tags", Tags.document(tags));
        document.set("aliases", Tags.document(aliases));
        return document;
    }

    static RegisteredModel stored(ObjectNode document) {
        return new RegisteredModel(
                document.path("uid").asText(),
                document.path("name").asText(),
                document.path("description").asText(),
                document.path("created").asLong(),
                document.path("updated").asLong(),
                Tags.stored(document, "tags"),
                Tags.stored(document, "aliases"),
                document.path("nextVersion").asInt());
    }
}
