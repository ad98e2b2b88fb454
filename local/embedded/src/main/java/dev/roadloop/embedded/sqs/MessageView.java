package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A message as `ReceiveMessage` returns it.
final class MessageView {

    private MessageView() {}

    /// @param request says which attributes are wanted
    static ObjectNode of(QueuedMessage message, JsonNode request) {
        ObjectNode view =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("MessageId", message.id)
                        .put("ReceiptHandle", message.receipt)
                        .put("Body", message.body)
                        .put("MD5OfBody", Digests.md5(message.body));
        ObjectNode system =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("SentTimestamp", String.valueOf(message.sent.toEpochMilli()))
                        .put("ApproximateReceiveCount", String.valueOf(message.receives))
                        .put(
                                "ApproximateFirstReceiveTimestamp",
                                String.valueOf(message.firstReceived.toEpochMilli()))
                        .put("SenderId", "roadloop");
        if (!message.deadLetterSource.isEmpty()) {
            system.put("DeadLetterQueueSourceArn", message.deadLetterSource);
        }
        if (!message.group.isEmpty()) {
            system.put("MessageGroupId", message.group)
                    .put("SequenceNumber", String.format("%020d", message.sequence));
        }
        Set<String> wanted =
                names(request, List.of("AttributeNames", "MessageSystemAttributeNames"));
        if (!wanted.contains("All")) {
            system.retain(wanted);
        }
        if (!system.isEmpty()) {
            view.set("Attributes", system);
        }
        Set<String> own = names(request, List.of("MessageAttributeNames"));
        if (message.attributes instanceof ObjectNode all && !all.isEmpty()) {
            ObjectNode chosen = all.deepCopy();
            if (!own.contains("All") && !own.contains(".*")) {
                chosen.retain(own);
            }
            if (!chosen.isEmpty()) {
                view.set("MessageAttributes", chosen);
                view.put("MD5OfMessageAttributes", Digests.md5OfAttributes(chosen));
            }
        }
        return view;
    }

    private static Set<String> names(JsonNode request, List<String> fields) {
        Set<String> names = new HashSet<>();
        fields.forEach(field -> request.path(field).forEach(name -> names.add(name.asText())));
        return names;
    }
}
