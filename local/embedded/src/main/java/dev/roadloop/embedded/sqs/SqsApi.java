package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// SQS for the queues of a template: visibility, long polls, delays, redrive to dead-letter queues,
/// FIFO groups.
///
/// A message is in a journal under `<state>/sqs` before its sender is answered. Queues are made by
/// the template only. Source: Amazon SQS API reference, JSON protocol.
public final class SqsApi implements AwsApi, AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int MAX_BATCH = 10;

    private final Map<String, MessageQueue> queues = new LinkedHashMap<>();

    public SqsApi(CloudAssembly assembly, Path stateDirectory, Clock clock) {
        for (CloudResource resource : assembly.resources("AWS::SQS::Queue")) {
            QueueSettings settings = QueueSettings.of(resource);
            queues.put(
                    settings.name(),
                    new MessageQueue(
                            settings,
                            stateDirectory.resolve("sqs").resolve(settings.name() + ".journal"),
                            clock));
        }
    }

    /// Makes what is in flight from a queue visible again without waiting for the timeout; to be
    /// called at start-up for queues whose receivers are functions, which died with the process.
    public void handBack(String queueArn) {
        queues.values().stream()
                .filter(queue -> queue.settings().arn().equals(queueArn))
                .forEach(MessageQueue::handBack);
    }

    @Override
    public String service() {
        return "sqs";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "SendMessage" -> send(queue(input), input);
            case "SendMessageBatch" -> sendBatch(input);
            case "ReceiveMessage" -> receive(queue(input), input);
            case "DeleteMessage" -> {
                queue(input).delete(input.path("ReceiptHandle").asText());
                yield object();
            }
            case "DeleteMessageBatch" ->
                    batch(
                            input,
                            entry -> queue(input).delete(entry.path("ReceiptHandle").asText()));
            case "ChangeMessageVisibility" -> {
                changeVisibility(queue(input), input);
                yield object();
            }
            case "ChangeMessageVisibilityBatch" ->
                    batch(input, entry -> changeVisibility(queue(input), entry));
            case "GetQueueUrl" -> object().put("QueueUrl", queue(input).settings().url());
            case "GetQueueAttributes" ->
                    object().set("Attributes", attributes(queue(input), input));
            case "ListQueues" -> {
                ArrayNode urls = JsonNodeFactory.instance.arrayNode();
                queues.values().stream()
                        .map(MessageQueue::settings)
                        .filter(queue ->
                                queue.name().startsWith(input.path("QueueNamePrefix").asText("")))
                        .forEach(queue -> urls.add(queue.url()));
                yield object().set("QueueUrls", urls);
            }
            case "PurgeQueue" -> {
                queue(input).purge();
                yield object();
            }
            default ->
                    throw new ApiException(
                            "UnsupportedOperation", 400, "SQS's " + action + " is not served here");
        };
    }

    @Override
    public void close() {
        queues.values().forEach(MessageQueue::close);
    }

    private ObjectNode send(MessageQueue queue, JsonNode input) {
        String body = input.path("MessageBody").asText("");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length > MAX_MESSAGE_BYTES) {
            throw new ApiException(
                    "InvalidParameterValue",
                    400,
                    "MessageBody: expected 1 to " + MAX_MESSAGE_BYTES + " bytes, found " + length);
        }
        boolean fifo = queue.settings().fifo();
        String group = input.path("MessageGroupId").asText("");
        String deduplication = input.path("MessageDeduplicationId").asText("");
        if (fifo && group.isEmpty()) {
            throw new ApiException(
                    "MissingParameter",
                    400,
                    "The request must contain the parameter MessageGroupId.");
        }
        if (fifo && deduplication.isEmpty()) {
            if (!queue.settings().contentDeduplication()) {
                throw new ApiException(
                        "InvalidParameterValue",
                        400,
                        "The queue should either have ContentBasedDeduplication enabled or"
                                + " MessageDeduplicationId provided explicitly");
            }
            deduplication = Digests.sha256(body);
        }
        Duration delay =
                input.has("DelaySeconds")
                        ? seconds(input, "DelaySeconds", 900)
                        : queue.settings().delay();
        JsonNode attributes = input.path("MessageAttributes");
        MessageQueue.Sent sent =
                queue.send(body, attributes, fifo ? group : "", fifo ? deduplication : "", delay);
        ObjectNode result =
                object().put("MessageId", sent.id()).put("MD5OfMessageBody", Digests.md5(body));
        if (!attributes.isEmpty()) {
            result.put("MD5OfMessageAttributes", Digests.md5OfAttributes(attributes));
        }
        return fifo
                ? result.put("SequenceNumber", String.format("%020d", sent.sequence()))
                : result;
    }

    private ObjectNode sendBatch(JsonNode input) {
        ObjectNode result = object();
        ArrayNode successful = result.putArray("Successful");
        ArrayNode failed = result.putArray("Failed");
        for (JsonNode entry : entries(input)) {
            String id = entry.path("Id").asText();
            try {
                successful.add(send(queue(input), entry).put("Id", id));
            } catch (ApiException e) {
                failed.add(failure(id, e));
            }
        }
        return result;
    }

    private ObjectNode batch(JsonNode input, Consumer<JsonNode> each) {
        ObjectNode result = object();
        ArrayNode successful = result.putArray("Successful");
        ArrayNode failed = result.putArray("Failed");
        for (JsonNode entry : entries(input)) {
            String id = entry.path("Id").asText();
            try {
                each.accept(entry);
                successful.addObject().put("Id", id);
            } catch (ApiException e) {
                failed.add(failure(id, e));
            }
        }
        return result;
    }

    private static JsonNode entries(JsonNode input) {
        JsonNode entries = input.path("Entries");
        Set<String> ids = new HashSet<>();
        entries.forEach(entry -> ids.add(entry.path("Id").asText()));
        if (entries.isEmpty()) {
            throw new ApiException(
                    "EmptyBatchRequest", 400, "There should be at least one entry in the request.");
        }
        if (entries.size() > MAX_BATCH) {
            throw new ApiException(
                    "TooManyEntriesInBatchRequest",
                    400,
                    "Maximum number of entries per request are "
                            + MAX_BATCH
                            + ". You have sent "
                            + entries.size()
                            + ".");
        }
        if (ids.size() < entries.size()) {
            throw new ApiException(
                    "BatchEntryIdsNotDistinct", 400, "Two or more batch entries have the same Id.");
        }
        return entries;
    }

    private ObjectNode receive(MessageQueue queue, JsonNode input) {
        int most = input.path("MaxNumberOfMessages").asInt(1);
        if (most < 1 || most > MAX_BATCH) {
            throw new ApiException(
                    "InvalidParameterValue",
                    400,
                    "MaxNumberOfMessages: expected 1 to 10, found " + most);
        }
        Duration visibility =
                input.has("VisibilityTimeout")
                        ? seconds(input, "VisibilityTimeout", 43_200)
                        : queue.settings().visibility();
        Duration wait =
                input.has("WaitTimeSeconds")
                        ? seconds(input, "WaitTimeSeconds", 20)
                        : queue.settings().longPoll();
        ObjectNode result = object();
        try {
            List<QueuedMessage> received =
                    queue.receive(most, visibility, wait, deadLetters(queue));
            if (!received.isEmpty()) {
                ArrayNode messages = result.putArray("Messages");
                received.forEach(message -> messages.add(MessageView.of(message, input)));
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return result;
        }
    }

    private Optional<MessageQueue> deadLetters(MessageQueue queue) {
        return queue.settings()
                .deadLetterArn()
                .map(arn -> queue(arn.substring(arn.lastIndexOf(':') + 1)));
    }

    private static void changeVisibility(MessageQueue queue, JsonNode input) {
        queue.changeVisibility(
                input.path("ReceiptHandle").asText(), seconds(input, "VisibilityTimeout", 43_200));
    }

    private static ObjectNode attributes(MessageQueue queue, JsonNode input) {
        QueueSettings settings = queue.settings();
        MessageQueue.Counts counts = queue.counts();
        ObjectNode all =
                object().put("QueueArn", settings.arn())
                        .put("ApproximateNumberOfMessages", String.valueOf(counts.visible()))
                        .put(
                                "ApproximateNumberOfMessagesNotVisible",
                                String.valueOf(counts.inFlight()))
                        .put("ApproximateNumberOfMessagesDelayed", String.valueOf(counts.delayed()))
                        .put("VisibilityTimeout", String.valueOf(settings.visibility().toSeconds()))
                        .put("DelaySeconds", String.valueOf(settings.delay().toSeconds()))
                        .put(
                                "MessageRetentionPeriod",
                                String.valueOf(settings.retention().toSeconds()))
                        .put(
                                "ReceiveMessageWaitTimeSeconds",
                                String.valueOf(settings.longPoll().toSeconds()))
                        .put("MaximumMessageSize", String.valueOf(MAX_MESSAGE_BYTES));
        if (settings.fifo()) {
            all.put("FifoQueue", "true")
                    .put(
                            "ContentBasedDeduplication",
                            String.valueOf(settings.contentDeduplication()));
        }
        settings.deadLetterArn()
                .ifPresent(arn ->
                        all.put(
                                "RedrivePolicy",
                                object().put("deadLetterTargetArn", arn)
                                        .put("maxReceiveCount", settings.maxReceiveCount())
                                        .toString()));
        Set<String> wanted = new HashSet<>();
        input.path("AttributeNames").forEach(name -> wanted.add(name.asText()));
        return wanted.contains("All") ? all : all.retain(wanted);
    }

    private MessageQueue queue(JsonNode input) {
        String url = input.path("QueueUrl").asText(input.path("QueueName").asText(""));
        return queue(url.substring(url.lastIndexOf('/') + 1));
    }

    private MessageQueue queue(String name) {
        @Nullable MessageQueue queue = queues.get(name);
        if (queue == null) {
            throw new ApiException(
                    "QueueDoesNotExist",
                    400,
                    "The specified queue does not exist: '"
                            + name
                            + "'; the template has "
                            + queues.keySet());
        }
        return queue;
    }

    private static ObjectNode failure(String id, ApiException e) {
        return object().put("Id", id)
                .put("Code", e.code())
                .put("Message", e.getMessage())
                .put("SenderFault", true);
    }

    private static Duration seconds(JsonNode input, String field, int most) {
        int seconds = input.path(field).asInt(-1);
        if (seconds < 0 || seconds > most) {
            throw new ApiException(
                    "InvalidParameterValue",
                    400,
                    field + ": expected 0 to " + most + ", found " + input.path(field));
        }
        return Duration.ofSeconds(seconds);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
