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
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// SQS for the queues of a template: visibility, long polls, delays, redrive to dead-letter queues
/// and back, FIFO groups.
///
/// A message is in a journal under `<state>/sqs` before its sender is answered. Queues are made by
/// the template only. Source: Amazon SQS API reference, JSON protocol.
public final class SqsApi implements AwsApi, AutoCloseable {

    private static final int MAX_BATCH = 10;

    private final Map<String, MessageQueue> queues = new LinkedHashMap<>();
    private final MessageMoves moves;

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
        this.moves = new MessageMoves(queues.values(), clock);
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
            case "SendMessageBatch" -> batch(input, entry -> send(queue(input), entry));
            case "ReceiveMessage" -> receive(queue(input), input);
            case "DeleteMessage" -> delete(queue(input), input);
            case "DeleteMessageBatch" -> batch(input, entry -> delete(queue(input), entry));
            case "ChangeMessageVisibility" -> changeVisibility(queue(input), input);
            case "ChangeMessageVisibilityBatch" ->
                    batch(input, entry -> changeVisibility(queue(input), entry));
            case "GetQueueUrl" -> object().put("QueueUrl", queue(input).settings().url());
            case "GetQueueAttributes" ->
                    object().set("Attributes", QueueView.of(queue(input), input));
            case "ListQueues" -> {
                ArrayNode urls = JsonNodeFactory.instance.arrayNode();
                queues.values().stream()
                        .map(MessageQueue::settings)
                        .filter(queue ->
                                queue.name().startsWith(input.path("QueueNamePrefix").asText("")))
                        .forEach(queue -> urls.add(queue.url()));
                yield object().set("QueueUrls", urls);
            }
            case "StartMessageMoveTask" -> moves.start(input);
            case "CancelMessageMoveTask" -> moves.cancel(input);
            case "ListMessageMoveTasks" -> moves.list(input);
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
        moves.close();
        queues.values().forEach(MessageQueue::close);
    }

    private static ObjectNode send(MessageQueue queue, JsonNode input) {
        SendRequest request = SendRequest.of(queue.settings(), input);
        return request.answer(queue.send(request));
    }

    /// Does the entries of a batch one by one: what one of them fails with concerns it alone.
    private static ObjectNode batch(JsonNode input, Function<JsonNode, ObjectNode> each) {
        ObjectNode result = object();
        ArrayNode successful = result.putArray("Successful");
        ArrayNode failed = result.putArray("Failed");
        for (JsonNode entry : entries(input)) {
            String id = entry.path("Id").asText();
            try {
                successful.add(each.apply(entry).put("Id", id));
            } catch (ApiException e) {
                failed.add(failure(id, e.code(), e.getMessage(), true));
            } catch (UncheckedIOException e) {
                failed.add(failure(id, "InternalError", e.getMessage(), false));
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
                        ? SendRequest.seconds(input, "VisibilityTimeout", 43_200)
                        : queue.settings().visibility();
        Duration wait =
                input.has("WaitTimeSeconds")
                        ? SendRequest.seconds(input, "WaitTimeSeconds", 20)
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

    private static ObjectNode delete(MessageQueue queue, JsonNode input) {
        queue.delete(input.path("ReceiptHandle").asText());
        return object();
    }

    private static ObjectNode changeVisibility(MessageQueue queue, JsonNode input) {
        queue.changeVisibility(
                input.path("ReceiptHandle").asText(),
                SendRequest.seconds(input, "VisibilityTimeout", 43_200));
        return object();
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

    private static ObjectNode failure(
            String id, String code, @Nullable String message, boolean senderFault) {
        return object().put("Id", id)
                .put("Code", code)
                .put("Message", message)
                .put("SenderFault", senderFault);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
