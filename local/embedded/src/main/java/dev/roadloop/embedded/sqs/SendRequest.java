package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A message that someone wants to send, checked.
///
/// @param group message group of a FIFO queue, else empty
/// @param deduplication id within five minutes, empty for none
/// @param delay until it becomes visible
record SendRequest(
        String body, JsonNode attributes, String group, String deduplication, Duration delay) {

    static final int MAX_MESSAGE_BYTES = 1 << 20;

    private static final int MOST_DELAY_SECONDS = 900;

    /// Reads the parameters of SendMessage, or one entry of SendMessageBatch.
    ///
    /// @throws ApiException as SQS refuses them
    static SendRequest of(QueueSettings queue, JsonNode input) {
        String body = input.path("MessageBody").asText("");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_MESSAGE_BYTES) {
            throw new ApiException(
                    "InvalidParameterValue",
                    400,
                    "MessageBody: expected 1 to " + MAX_MESSAGE_BYTES + " bytes, found " + length);
        }
        Duration delay =
                input.has("DelaySeconds")
                        ? seconds(input, "DelaySeconds", MOST_DELAY_SECONDS)
                        : queue.delay();
        JsonNode attributes = input.path("MessageAttributes");
        if (!queue.fifo()) {
            return new SendRequest(body, attributes, "", "", delay);
        }
        String group = input.path("MessageGroupId").asText("");
        if (group.isEmpty()) {
            throw new ApiException(
                    "MissingParameter",
                    400,
                    "The request must contain the parameter MessageGroupId.");
        }
        String deduplication = input.path("MessageDeduplicationId").asText("");
        if (deduplication.isEmpty()) {
            if (!queue.contentDeduplication()) {
                throw new ApiException(
                        "InvalidParameterValue",
                        400,
                        "The queue should either have ContentBasedDeduplication enabled or"
                                + " MessageDeduplicationId provided explicitly");
            }
            deduplication = Digests.sha256(body);
        }
        return new SendRequest(body, attributes, group, deduplication, delay);
    }

    /// What the sender is answered.
    ObjectNode answer(QueueContents.Sent sent) {
        ObjectNode result =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("MessageId", sent.id())
                        .put("MD5OfMessageBody", Digests.md5(body));
        if (!attributes.isEmpty()) {
            result.put("MD5OfMessageAttributes", Digests.md5OfAttributes(attributes));
        }
        return group.isEmpty()
                ? result
                : result.put("SequenceNumber", String.format("%020d", sent.sequence()));
    }

    /// A parameter in seconds, 0 to `most`.
    static Duration seconds(JsonNode input, String field, int most) {
        int seconds = input.path(field).asInt(-1);
        if (seconds < 0 || seconds > most) {
            throw new ApiException(
                    "InvalidParameterValue",
                    400,
                    field + ": expected 0 to " + most + ", found " + input.path(field));
        }
        return Duration.ofSeconds(seconds);
    }
}
