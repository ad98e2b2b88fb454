package dev.roadloop.embedded.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The messages of one queue, in memory and in a journal.
///
/// A message that is sent is in the journal before the call returns, or refused. Receipts and
/// deletions are as well, unless the disk is full: then they hold at once and a kill before there
/// is space undoes them, which brings a message again and loses none. Guarded by the queue's lock.
final class QueueContents implements AutoCloseable {

    private static final long COMPACT_ABOVE_BYTES = 8L << 20;
    private static final Duration DEDUPLICATION = Duration.ofMinutes(5);

    private final Journal journal;
    private final Map<String, QueuedMessage> messages = new LinkedHashMap<>();
    private final Map<String, Sent> recent = new HashMap<>();
    private long lastSequence;

    /// What a sender is told.
    record Sent(String id, long sequence, Instant at) {}

    QueueContents(Path file) {
        this.journal = Journal.open(file, this::replay);
        compact();
    }

    /// All messages in the order they came; [#delete] and [#put] must not be called while going
    /// through them.
    Collection<QueuedMessage> messages() {
        return messages.values();
    }

    @Nullable QueuedMessage find(String id) {
        return messages.get(id);
    }

    long nextSequence() {
        return ++lastSequence;
    }

    /// What was sent with a deduplication id in the last five minutes.
    Optional<Sent> sentBefore(String deduplication, Instant now) {
        recent.values().removeIf(sent -> sent.at().plus(DEDUPLICATION).isBefore(now));
        return Optional.ofNullable(recent.get(deduplication));
    }

    /// Adds a message.
    ///
    /// @param deduplication empty for none
    /// @throws java.io.UncheckedIOException if there is no space for it
    Sent put(QueuedMessage message, String deduplication) {
        ObjectNode entry = object();
        entry.set("put", message.json());
        if (!deduplication.isEmpty()) {
            entry.put("deduplication", deduplication);
        }
        journal.append(entry);
        Sent sent = new Sent(message.id, message.sequence, message.sent);
        if (!deduplication.isEmpty()) {
            recent.put(deduplication, sent);
        }
        messages.put(message.id, message);
        compactIfLong();
        return sent;
    }

    /// Removes a message.
    void delete(QueuedMessage message) {
        journal.note(object().put("delete", message.id));
        messages.remove(message.id);
        compactIfLong();
    }

    /// Keeps who has a message and how long.
    void update(QueuedMessage message) {
        journal.note(
                object().put("update", message.id)
                        .put("visible", message.visibleAt.toEpochMilli())
                        .put("receives", message.receives)
                        .put("firstReceived", message.firstReceived.toEpochMilli())
                        .put("receipt", message.receipt));
        compactIfLong();
    }

    /// Removes all messages.
    void clear() {
        List.copyOf(messages.values()).forEach(this::delete);
    }

    @Override
    public void close() {
        journal.close();
    }

    private void compactIfLong() {
        if (journal.size() > COMPACT_ABOVE_BYTES
                && journal.size() > COMPACT_ABOVE_BYTES + 2 * liveBytes()) {
            compact();
        }
    }

    private long liveBytes() {
        return messages.values().stream().mapToLong(message -> message.body.length() + 512L).sum();
    }

    private void compact() {
        List<ObjectNode> live = new ArrayList<>();
        messages.values()
                .forEach(message -> {
                    ObjectNode entry = object();
                    entry.set("put", message.json());
                    live.add(entry);
                });
        recent.forEach((id, sent) ->
                live.add(
                        object().put("recent", id)
                                .put("id", sent.id())
                                .put("sequence", sent.sequence())
                                .put("at", sent.at().toEpochMilli())));
        live.add(object().put("lastSequence", lastSequence));
        journal.compact(live);
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
            QueuedMessage message = messages.get(entry.path("update").asText());
            if (message != null) {
                message.visibleAt = Instant.ofEpochMilli(entry.path("visible").asLong());
                message.receives = entry.path("receives").asInt();
                message.firstReceived = Instant.ofEpochMilli(entry.path("firstReceived").asLong());
                message.receipt = entry.path("receipt").asText();
            }
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
