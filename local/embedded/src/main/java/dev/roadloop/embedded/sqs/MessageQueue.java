package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One queue. Every change is in the journal before it takes effect, so a kill loses no message
/// that was accepted and brings back none that was deleted. Messages are held in memory.
final class MessageQueue implements AutoCloseable {

    private static final long COMPACT_ABOVE_BYTES = 8L << 20;
    private static final Duration DEDUPLICATION = Duration.ofMinutes(5);
    private static final Duration LONGEST_POLL_SLICE = Duration.ofMillis(200);

    private final QueueSettings settings;
    private final Clock clock;
    private final Journal journal;
    private final Map<String, QueuedMessage> messages = new LinkedHashMap<>();
    private final Map<String, Sent> recent = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private long lastSequence;

    /// What a sender is told.
    record Sent(String id, long sequence, Instant at) {}

    MessageQueue(QueueSettings settings, Path file, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.journal = Journal.open(file, this::replay);
        compact();
    }

    QueueSettings settings() {
        return settings;
    }

    /// @param group message group of a FIFO queue, else empty
    /// @param deduplication id within five minutes, empty for none
    Sent send(
            String body, JsonNode attributes, String group, String deduplication, Duration delay) {
        lock.lock();
        try {
            Instant now = clock.instant();
            recent.values().removeIf(sent -> sent.at().plus(DEDUPLICATION).isBefore(now));
            @Nullable Sent before = deduplication.isEmpty() ? null : recent.get(deduplication);
            if (before != null) {
                return before;
            }
            QueuedMessage message =
                    new QueuedMessage(
                            UUID.randomUUID().toString(),
                            body,
                            attributes,
                            group,
                            ++lastSequence,
                            now,
                            now.plus(delay));
            Sent sent = new Sent(message.id, message.sequence, now);
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            entry.set("put", message.json());
            if (!deduplication.isEmpty()) {
                entry.put("deduplication", deduplication);
                recent.put(deduplication, sent);
            }
            record(entry);
            messages.put(message.id, message);
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
            QueuedMessage message = messages.get(idOf(receipt));
            if (message != null && (message.receipt.equals(receipt) || !settings.fifo())) {
                record(JsonNodeFactory.instance.objectNode().put("delete", message.id));
                messages.remove(message.id);
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void changeVisibility(String receipt, Duration visibility) {
        lock.lock();
        try {
            QueuedMessage message = messages.get(idOf(receipt));
            Instant now = clock.instant();
            if (message == null || !message.receipt.equals(receipt) || !message.inFlightAt(now)) {
                throw new ApiException(
                        "MessageNotInflight", 400, "The message referred to isn't in flight.");
            }
            message.visibleAt = now.plus(visibility);
            update(message);
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
            for (QueuedMessage message : messages.values()) {
                if (message.inFlightAt(now)) {
                    message.visibleAt = now;
                    message.receives--;
                    update(message);
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
            messages.clear();
            compact();
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
                            messages.values().stream()
                                    .filter(message -> message.inFlightAt(now))
                                    .count();
            int hidden =
                    (int)
                            messages.values().stream()
                                    .filter(message -> message.visibleAt.isAfter(now))
                                    .count();
            return new Counts(messages.size() - hidden, inFlight, hidden - inFlight);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        journal.close();
    }

    private List<QueuedMessage> take(
            int most, Duration visibility, Optional<MessageQueue> deadLetters) {
        Instant now = clock.instant();
        List<QueuedMessage> received = new ArrayList<>();
        Set<String> blocked = new HashSet<>();
        messages.values().stream()
                .filter(m -> !m.group.isEmpty() && m.inFlightAt(now))
                .forEach(m -> blocked.add(m.group));
        Iterator<QueuedMessage> candidates = messages.values().iterator();
        while (candidates.hasNext() && received.size() < most) {
            QueuedMessage message = candidates.next();
            if (message.sent.plus(settings.retention()).isBefore(now)) {
                record(JsonNodeFactory.instance.objectNode().put("delete", message.id));
                candidates.remove();
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
                deadLetters.get().adopt(message);
                record(JsonNodeFactory.instance.objectNode().put("delete", message.id));
                candidates.remove();
                continue;
            }
            message.receives++;
            message.firstReceived = message.receives == 1 ? now : message.firstReceived;
            message.visibleAt = now.plus(visibility);
            message.receipt = message.id + "." + UUID.randomUUID();
            update(message);
            received.add(message);
        }
        return received;
    }

    /// Takes a message over from another queue: same id, time and attributes, counted anew.
    private void adopt(QueuedMessage message) {
        lock.lock();
        try {
            QueuedMessage copy =
                    new QueuedMessage(
                            message.id,
                            message.body,
                            message.attributes,
                            message.group,
                            ++lastSequence,
                            message.sent,
                            clock.instant());
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            entry.set("put", copy.json());
            record(entry);
            messages.put(copy.id, copy);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void update(QueuedMessage message) {
        record(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("update", message.id)
                        .put("visible", message.visibleAt.toEpochMilli())
                        .put("receives", message.receives)
                        .put("firstReceived", message.firstReceived.toEpochMilli())
                        .put("receipt", message.receipt));
    }

    private void record(ObjectNode entry) {
        journal.append(entry);
        if (journal.size() > COMPACT_ABOVE_BYTES + 2 * liveBytes()) {
            compact();
            journal.append(entry); // Idempotent, and the change may not be in memory yet.
        }
    }

    private long liveBytes() {
        return messages.values().stream().mapToLong(message -> message.body.length() + 512L).sum();
    }

    private void compact() {
        List<ObjectNode> live = new ArrayList<>();
        messages.values()
                .forEach(message -> {
                    ObjectNode entry = JsonNodeFactory.instance.objectNode();
                    entry.set("put", message.json());
                    live.add(entry);
                });
        recent.forEach((id, sent) ->
                live.add(
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("recent", id)
                                .put("id", sent.id())
                                .put("sequence", sent.sequence())
                                .put("at", sent.at().toEpochMilli())));
        live.add(JsonNodeFactory.instance.objectNode().put("lastSequence", lastSequence));
        journal.rewrite(live);
    }

    private void replay(JsonNode entry) {
        if (entry.has("put")) {
            QueuedMessage message = QueuedMessage.read(entry.path("put"));
            messages.put(message.id, message);
            lastSequence = Math.max(lastSequence, message.sequence);
            if (entry.has("deduplication")) {
                recent.put(
                        entry.path("deduplication").asText(),
                        new Sent(message.id, message.sequence, message.sent));
            }
        } else if (entry.has("delete")) {
            messages.remove(entry.path("delete").asText());
        } else if (entry.has("recent")) {
            recent.put(
                    entry.path("recent").asText(),
                    new Sent(
                            entry.path("id").asText(),
                            entry.path("sequence").asLong(),
                            Instant.ofEpochMilli(entry.path("at").asLong())));
        } else if (entry.has("lastSequence")) {
            lastSequence = Math.max(lastSequence, entry.path("lastSequence").asLong());
        } else {
            @Nullable QueuedMessage message = messages.get(entry.path("update").asText());
            if (message != null) {
                message.visibleAt = Instant.ofEpochMilli(entry.path("visible").asLong());
                message.receives = entry.path("receives").asInt();
                message.firstReceived = Instant.ofEpochMilli(entry.path("firstReceived").asLong());
                message.receipt = entry.path("receipt").asText();
            }
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
