package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Arn;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.event.ruler.Ruler;

/// What a function is told of a queue's messages, which of them it is told of, and what it says of
/// them.
///
/// Source: "Using Lambda with Amazon SQS" of the Lambda developer guide.
final class QueueEvent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventSourceMapping mapping;
    private final String region;

    QueueEvent(EventSourceMapping mapping) {
        this.mapping = mapping;
        this.region = Arn.parse(mapping.queueArn()).region();
    }

    /// The event of messages as `ReceiveMessage` gives them.
    ObjectNode of(List<JsonNode> messages) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        ArrayNode records = event.putArray("Records");
        messages.forEach(message -> records.add(record(message)));
        return event;
    }

    /// Whether a filter of the mapping lets a message through, or it has none.
    boolean wants(JsonNode message) {
        if (mapping.filters().isEmpty()) {
            return true;
        }
        ObjectNode view = record(message);
        view.set("body", parsed(message.path("Body").asText()));
        for (String pattern : mapping.filters()) {
            try {
                if (Ruler.matchesRule(view.toString(), pattern)) {
                    return true;
                }
            } catch (Exception e) {
                throw new IllegalStateException(
                        "filter pattern " + pattern + " cannot be evaluated: " + e.getMessage(), e);
            }
        }
        return false;
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(body);
        }
    }

    /// The ids that the function reports as failed; empty means that its answer makes no sense and
    /// all count as failed.
    static Optional<Set<String>> failures(String answer, List<JsonNode> batch) {
        JsonNode node = parsed(answer);
        JsonNode list = node.path("batchItemFailures");
        Set<String> failed = new HashSet<>();
        if (list.isMissingNode() || list.isNull()) {
            return node.isObject() || node.isNull() || node.isMissingNode()
                    ? Optional.of(failed)
                    : Optional.empty();
        }
        if (!list.isArray()) {
            return Optional.empty();
        }
        Set<String> known = new HashSet<>();
        batch.forEach(message -> known.add(message.path("MessageId").asText()));
        for (JsonNode item : list) {
            String id = item.path("itemIdentifier").asText("");
            if (!known.contains(id)) {
                return Optional.empty();
            }
            failed.add(id);
        }
        return Optional.of(failed);
    }

    private ObjectNode record(JsonNode message) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("messageId", message.path("MessageId").asText())
                .put("receiptHandle", message.path("ReceiptHandle").asText())
                .put("body", message.path("Body").asText());
        node.set(
                "attributes",
                message.has("Attributes")
                        ? message.get("Attributes")
                        : JsonNodeFactory.instance.objectNode());
        ObjectNode attributes = node.putObject("messageAttributes");
        message.path("MessageAttributes")
                .properties()
                .forEach(attribute -> {
                    ObjectNode value =
                            attributes
                                    .putObject(attribute.getKey())
                                    .put(
                                            "dataType",
                                            attribute.getValue().path("DataType").asText());
                    if (attribute.getValue().has("StringValue")) {
                        value.put("stringValue", attribute.getValue().path("StringValue").asText());
                    }
                    if (attribute.getValue().has("BinaryValue")) {
                        value.put("binaryValue", attribute.getValue().path("BinaryValue").asText());
                    }
                    value.putArray("stringListValues");
                    value.putArray("binaryListValues");
                });
        return node.put("md5OfBody", message.path("MD5OfBody").asText())
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", mapping.queueArn())
                .put("awsRegion", region);
    }
}
