package dev.roadloop.embedded.sqs;

import dev.roadloop.embedded.api.ApiException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One queue: who gets which message when. A kill loses no message that was accepted and brings
/// back none that was deleted, see [QueueContents]. Messages are held in memory.
final class MessageQueue implements AutoCloseable {

    private static final Duration LONGEST_POLL_SLICE = Duration.ofMillis(200);

    private final QueueSettings settings;
    private final Clock clock;
    private final QueueContents contents;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    MessageQueue(QueueSettings settings, Path file, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.contents = new QueueContents(file);
    }

    QueueSettings settings() {
        return settings;
    }

    /// @throws java.io.UncheckedIOException if there is no space to keep it
    QueueContents.Sent send(SendRequest request) {
        lock.lock();
        try {
            Instant now = clock.instant();
            Optional<QueueContents.Sent> before =
                    request.deduplication().isEmpty()
                            ? Optional.empty()
                            : contents.sentBefore(request.deduplication(), now);
            if (before.isPresent()) {
                return before.get();
            }
            QueuedMessage message =
                    new QueuedMessage(
                            UUID.randomUUID().toString(),
                            request.body(),
                            request.attributes(),
                            request.group(),
                            contents.nextSequence(),
                            now,
                            now.plus(request.delay()));
            QueueContents.Sent sent = contents.put(message, request.deduplication());
            arrived.signalAll();
            return sent;
        } finally {
            lock.unlock();
        }
    }

    /// Receives up to `most` messages, waiting at most `wait` for the first.
    ///
    /// @param deadLetters takes messages that were received too often; empty where there is no such
    ///   queue
    List<QueuedMessage> receive(
            int most, Duration visibility, Duration wait, Optional<MessageQueue> deadLetters)
            throws InterruptedException {
        Instant end = clock.instant().plus(wait);
        while (true) {
            lock.lock();
            try {
                List<QueuedMessage> received = take(most, visibility, deadLetters);
                Duration left = Duration.between(clock.instant(), end);
                if (!received.isEmpty() || !left.isPositive()) {
                    return received;
                }
                // A message also becomes visible by time, which signals no one.
                Duration slice = left.compareTo(LONGEST_POLL_SLICE) < 0 ? left : LONGEST_POLL_SLICE;
                arrived.await(Math.max(1, slice.toMillis()), TimeUnit.MILLISECONDS);
            } finally {
                lock.unlock();
            }
        }
    }

    /// Deletes the message of a receipt; one that was received again since, or is gone, stays as it
    /// is.
    void delete(String receipt) {
        lock.lock();
        try {
            QueuedMessage message = contents.find(idOf(receipt));
            if (message != null && (message.receipt.equals(receipt) || !settings.fifo())) {
                contents.delete(message);
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void changeVisibility(String receipt, Duration visibility) {
        lock.lock();
        try {
            QueuedMessage message = contents.find(idOf(receipt));
            Instant now = clock.instant();
            if (message == null || !message.receipt.equals(receipt) || !message.inFlightAt(now)) {
                throw new ApiException(
                        "MessageNotInflight", 400, "The message referred to isn't in flight.");
            }
            message.visibleAt = now.plus(visibility);
            contents.update(message);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Makes messages in flight visible again, as if they had not been received: their receiver
    /// died with this process.
    void handBack() {
        lock.lock();
        try {
            Instant now = clock.instant();
            for (QueuedMessage message : contents.messages()) {
                if (message.inFlightAt(now)) {
                    message.visibleAt = now;
                    message.receives--;
                    contents.update(message);
                }
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void purge() {
        lock.lock();
        try {
            contents.clear();
        } finally {
            lock.unlock();
        }
    }

    /// How many messages are visible, in flight, and delayed.
    record Counts(int visible, int inFlight, int delayed) {}

    Counts counts() {
        lock.lock();
        try {
            Instant now = clock.instant();
            int inFlight =
                    (int)
                            contents.messages().stream()
                                    .filter(message -> message.inFlightAt(now))
                                    .count();
            int hidden =
                    (int)
                            contents.messages().stream()
                                    .filter(message -> message.visibleAt.isAfter(now))
                                    .count();
            return new Counts(contents.messages().size() - hidden, inFlight, hidden - inFlight);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        contents.close();
    }

    private List<QueuedMessage> take(
            int most, Duration visibility, Optional<MessageQueue> deadLetters) {
        Instant now = clock.instant();
        List<QueuedMessage> received = new ArrayList<>();
        Set<String> blocked = new HashSet<>();
        contents.messages().stream()
                .filter(m -> !m.group.isEmpty() && m.inFlightAt(now))
                .forEach(m -> blocked.add(m.group));
        for (QueuedMessage message : List.copyOf(contents.messages())) {
            if (received.size() == most) {
                break;
            }
            if (message.sent.plus(settings.retention()).isBefore(now)) {
                contents.delete(message);
                continue;
            }
            if (message.visibleAt.isAfter(now)) {
                if (!message.group.isEmpty()) {
                    blocked.add(message.group);
                }
                continue;
            }
            if (blocked.contains(message.group)) {
                continue;
            }
            if (deadLetters.isPresent() && message.receives >= settings.maxReceiveCount()) {
                // Into the other queue first: a kill between the two doubles the message and does
                // not lose it.
                deadLetters.get().adopt(message, settings.arn());
                contents.delete(message);
                continue;
            }
            message.receives++;
            message.firstReceived = message.receives == 1 ? now : message.firstReceived;
            message.visibleAt = now.plus(visibility);
            message.receipt = message.id + "." + UUID.randomUUID();
            contents.update(message);
            received.add(message);
        }
        return received;
    }

    /// Takes a message over from another queue: same id, time and attributes, counted anew.
    private void adopt(QueuedMessage message, String source) {
        lock.lock();
        try {
            QueuedMessage copy =
                    new QueuedMessage(
                            message.id,
                            message.body,
                            message.attributes,
                            message.group,
                            contents.nextSequence(),
                            message.sent,
                            clock.instant());
            copy.deadLetterSource = source;
            contents.put(copy, "");
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Takes a dead letter back as a new message, with an id and a retention of its own.
    ///
    /// @throws java.io.UncheckedIOException if there is no space to keep it
    void takeBack(QueuedMessage message) {
        lock.lock();
        try {
            Instant now = clock.instant();
            QueuedMessage copy =
                    new QueuedMessage(
                            UUID.randomUUID().toString(),
                            message.body,
                            message.attributes,
                            message.group,
                            contents.nextSequence(),
                            now,
                            now);
            contents.put(copy, "");
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static String idOf(String receipt) {
        int dot = receipt.indexOf('.');
        if (dot < 1) {
            throw new ApiException(
                    "ReceiptHandleIsInvalid",
                    400,
                    "The input receipt handle is invalid: " + receipt);
        }
        return receipt.substring(0, dot);
    }
}
