package dev.roadloop.embedded.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// One piece of work of [DurableTasks].
///
/// @param id unique among open tasks
/// @param body what the worker needs
/// @param bytes what the body takes, for [DurableTasks#openBytes]
/// @param attempt how often the worker tried it before
/// @param due not before this time
public record DurableTask(
        String id, JsonNode body, int bytes, Instant acceptedAt, int attempt, Instant due) {

    /// A task that is due at once.
    public static DurableTask of(String id, JsonNode body, int bytes, Instant now) {
        return new DurableTask(id, body, bytes, now, 0, now);
    }

    DurableTask after(DurableTasks.Next next, Instant at) {
        return new DurableTask(id, body, bytes, acceptedAt, attempt + (next.counts() ? 1 : 0), at);
    }

    ObjectNode json() {
        ObjectNode node =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("bytes", bytes)
                        .put("accepted", acceptedAt.toString())
                        .put("attempt", attempt)
                        .put("due", due.toString());
        node.set("body", body);
        return node;
    }

    static DurableTask parse(JsonNode node) {
        return new DurableTask(
                node.path("id").asText(),
                node.path("body"),
                node.path("bytes").asInt(),
                Instant.parse(node.path("accepted").asText()),
                node.path("attempt").asInt(),
                Instant.parse(node.path("due").asText()));
    }
}
