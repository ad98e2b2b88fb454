package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The message move tasks, by which an operator brings dead letters back. They are known until the
/// process ends, and end with it; what was not moved stays where it is. See the Amazon SQS API
/// reference, "StartMessageMoveTask".
final class MessageMoves implements AutoCloseable {

    private static final int MOST_PER_SECOND = 500;
    private static final int MOST_LISTED = 10;

    private final Collection<MessageQueue> queues;
    private final Clock clock;
    private final List<MessageMove> moves = new ArrayList<>();

    MessageMoves(Collection<MessageQueue> queues, Clock clock) {
        this.queues = queues;
        this.clock = clock;
    }

    synchronized ObjectNode start(JsonNode input) {
        MessageQueue source = get(input.path("SourceArn").asText());
        String arn = source.settings().arn();
        if (queues.stream()
                .noneMatch(queue -> queue.settings().deadLetterArn().equals(Optional.of(arn)))) {
            throw invalid("Source queue must be configured as a Dead Letter Queue.");
        }
        MessageQueue destination =
                input.has("DestinationArn") ? get(input.path("DestinationArn").asText()) : null;
        if (destination != null
                && (destination == source
                        || destination.settings().fifo() != source.settings().fifo())) {
            throw invalid(
                    "DestinationArn: expected another queue of the type of the source, found "
                            + destination.settings().arn());
        }
        int perSecond = input.path("MaxNumberOfMessagesPerSecond").asInt(0);
        if (input.has("MaxNumberOfMessagesPerSecond")
                && (perSecond < 1 || perSecond > MOST_PER_SECOND)) {
            throw invalid(
                    "MaxNumberOfMessagesPerSecond: expected 1 to 500, found "
                            + input.path("MaxNumberOfMessagesPerSecond"));
        }
        if (moves.stream().anyMatch(move -> move.source() == source && move.isActive())) {
            throw new ApiException(
                    "UnsupportedOperation",
                    400,
                    "There is already a task running. Only one active task is allowed for a source"
                            + " queue arn at a given time.");
        }
        MessageMove move =
                new MessageMove(
                        UUID.randomUUID().toString(),
                        source,
                        destination,
                        perSecond,
                        clock.instant());
        moves.add(move);
        Thread.ofVirtual().name("move from " + arn).start(() -> move.run(this::find));
        return object().put("TaskHandle", move.handle());
    }

    synchronized ObjectNode cancel(JsonNode input) {
        String handle = input.path("TaskHandle").asText();
        MessageMove move =
                moves.stream()
                        .filter(each -> each.handle().equals(handle))
                        .findFirst()
                        .orElseThrow(() ->
                                new ApiException(
                                        "ResourceNotFoundException",
                                        404,
                                        "The task does not exist: '" + handle + "'"));
        if (!move.cancel()) {
            throw new ApiException(
                    "UnsupportedOperation",
                    400,
                    "Only a running task can be cancelled: '" + handle + "'");
        }
        return object().put("ApproximateNumberOfMessagesMoved", move.moved());
    }

    synchronized ObjectNode list(JsonNode input) {
        MessageQueue source = get(input.path("SourceArn").asText());
        int most = input.path("MaxResults").asInt(1);
        if (most < 1 || most > MOST_LISTED) {
            throw invalid("MaxResults: expected 1 to 10, found " + most);
        }
        ObjectNode result = object();
        ArrayNode results = result.putArray("Results");
        moves.reversed().stream()
                .filter(move -> move.source() == source)
                .limit(most)
                .forEach(move -> results.add(move.view()));
        return result;
    }

    @Override
    public synchronized void close() {
        moves.forEach(MessageMove::cancel);
    }

    private Optional<MessageQueue> find(String arn) {
        return queues.stream().filter(queue -> queue.settings().arn().equals(arn)).findFirst();
    }

    private MessageQueue get(String arn) {
        return find(arn)
                .orElseThrow(() ->
                        new ApiException(
                                "ResourceNotFoundException",
                                404,
                                "The resource that you specified doesn't exist: '" + arn + "'"));
    }

    private static ApiException invalid(String message) {
        return new ApiException("InvalidParameterValue", 400, message);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
