package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One task that moves the messages of a dead-letter queue, at most as many as were visible when it
/// started. A message is in the other queue before it leaves this one: a kill in between doubles it
/// and loses none.
final class MessageMove {

    private static final Duration WHILE_MOVED = Duration.ofSeconds(30);

    private final String handle;
    private final MessageQueue source;
    private final @Nullable MessageQueue destination;
    private final int perSecond;
    private final Instant started;
    private final int toMove;
    private Status status = Status.RUNNING;
    private int moved;
    private @Nullable String failure;

    enum Status {
        RUNNING,
        COMPLETED,
        CANCELLING,
        CANCELLED,
        FAILED
    }

    /// @param destination null to move each message back to where it came from
    /// @param perSecond 0 for as fast as it goes
    MessageMove(
            String handle,
            MessageQueue source,
            @Nullable MessageQueue destination,
            int perSecond,
            Instant started) {
        this.handle = handle;
        this.source = source;
        this.destination = destination;
        this.perSecond = perSecond;
        this.started = started;
        this.toMove = source.counts().visible();
    }

    String handle() {
        return handle;
    }

    MessageQueue source() {
        return source;
    }

    synchronized boolean isActive() {
        return status == Status.RUNNING || status == Status.CANCELLING;
    }

    synchronized int moved() {
        return moved;
    }

    /// Ends it before the next message; false if it has ended.
    synchronized boolean cancel() {
        if (status != Status.RUNNING) {
            return false;
        }
        status = Status.CANCELLING;
        return true;
    }

    /// Moves the messages.
    ///
    /// @param queues finds a queue by its ARN
    void run(Function<String, Optional<MessageQueue>> queues) {
        try {
            while (goesOn()) {
                List<QueuedMessage> next =
                        source.receive(1, WHILE_MOVED, Duration.ZERO, Optional.empty());
                if (next.isEmpty()) {
                    break;
                }
                QueuedMessage message = next.getFirst();
                Optional<MessageQueue> target =
                        destination == null
                                ? queues.apply(message.deadLetterSource)
                                : Optional.of(destination);
                if (target.isEmpty()) {
                    source.changeVisibility(message.receipt, Duration.ZERO);
                    end(Status.FAILED, "CouldNotDetermineMessageSource");
                    return;
                }
                target.get().takeBack(message);
                source.delete(message.receipt);
                count();
                if (perSecond > 0) {
                    Thread.sleep(Duration.ofSeconds(1).dividedBy(perSecond));
                }
            }
            end(Status.COMPLETED, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Status.CANCELLED, null);
        } catch (UncheckedIOException e) {
            end(Status.FAILED, e.getMessage());
        }
    }

    private synchronized boolean goesOn() {
        return status == Status.RUNNING && moved < toMove;
    }

    private synchronized void count() {
        moved++;
    }

    private synchronized void end(Status how, @Nullable String why) {
        status = status == Status.CANCELLING ? Status.CANCELLED : how;
        failure = why;
    }

    /// As ListMessageMoveTasks tells it.
    synchronized ObjectNode view() {
        ObjectNode view =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("Status", status.name())
                        .put("SourceArn", source.settings().arn())
                        .put("ApproximateNumberOfMessagesMoved", moved)
                        .put("ApproximateNumberOfMessagesToMove", toMove)
                        .put("StartedTimestamp", started.toEpochMilli());
        if (status == Status.RUNNING) {
            view.put("TaskHandle", handle);
        }
        if (destination != null) {
            view.put("DestinationArn", destination.settings().arn());
        }
        if (perSecond > 0) {
            view.put("MaxNumberOfMessagesPerSecond", perSecond);
        }
        if (failure != null) {
            view.put("FailureReason", failure);
        }
        return view;
    }
}
