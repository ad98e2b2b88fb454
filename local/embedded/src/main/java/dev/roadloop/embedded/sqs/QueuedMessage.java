package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// A message in a queue. Guarded by its queue's lock.
final class QueuedMessage {

    final String id;
    final String body;
    final JsonNode attributes;
    final String group;
    final long sequence;
    final Instant sent;
    Instant visibleAt;
    Instant firstReceived = Instant.EPOCH;
    int receives;
    String receipt = "";

    /// ARN of the queue that it was a dead letter of; empty for none.
    String deadLetterSource = "";

    QueuedMessage(
            String id,
            String body,
            JsonNode attributes,
            String group,
            long sequence,
            Instant sent,
            Instant visibleAt) {
        this.id = id;
        this.body = body;
        this.attributes = attributes;
        this.group = group;
        this.sequence = sequence;
        this.sent = sent;
        this.visibleAt = visibleAt;
    }

    static QueuedMessage read(JsonNode json) {
        QueuedMessage message =
                new QueuedMessage(
                        json.path("id").asText(),
                        json.path("body").asText(),
                        json.path("attributes"),
                        json.path("group").asText(),
                        json.path("sequence").asLong(),
                        Instant.ofEpochMilli(json.path("sent").asLong()),
                        Instant.ofEpochMilli(json.path("visible").asLong()));
        message.receives = json.path("receives").asInt();
        message.firstReceived = Instant.ofEpochMilli(json.path("firstReceived").asLong());
        message.receipt = json.path("receipt").asText();
        message.deadLetterSource = json.path("deadLetterSource").asText();
        return message;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("body", body).put("group", group).put("sequence", sequence);
        json.set(
                "attributes",
                attributes.isObject() ? attributes : JsonNodeFactory.instance.objectNode());
        return json.put("sent", sent.toEpochMilli())
                .put("visible", visibleAt.toEpochMilli())
                .put("receives", receives)
                .put("firstReceived", firstReceived.toEpochMilli())
                .put("receipt", receipt)
                .put("deadLetterSource", deadLetterSource);
    }

    boolean inFlightAt(Instant now) {
        return !receipt.isEmpty() && visibleAt.isAfter(now);
    }
}
