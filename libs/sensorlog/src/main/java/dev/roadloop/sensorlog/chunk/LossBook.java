package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Accounts for what a cursor could not deliver. A lost chunk's messages are counted from the
/// message indexes that follow it in the file; what no index counts is settled by the file's own
/// totals at the end. Totals have no checksum in every format: they are held against the message
/// indexes and against what the bytes that could not be read have room for.
public final class LossBook {

    private final LossRecorder settled = new LossRecorder();
    private final LossRecorder uncounted = new LossRecorder();
    private final Tally lost = new Tally();
    private final Tally unknownTopics = new Tally();
    private final Tally delivered = new Tally();
    private final Tally indexedMessages = new Tally();
    private final IntFunction<@Nullable String> names;
    private @Nullable Loss lostChunk;
    private boolean indexed;

    /// Bytes of the file in which messages may be that nothing counts.
    private long unread;

    /// @param names topic names by id
    /// @param before what was found when the file was opened
    public LossBook(IntFunction<@Nullable String> names, LossReport before) {
        this.names = names;
        settled.addAll(before);
    }

    /// Notes damage whose messages, if any, cannot be counted.
    public void uncounted(Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        uncounted(new Loss(reason, from, to, null, null, detail));
    }

    private void uncounted(Loss loss) {
        uncounted.add(loss);
        unread += loss.to() - loss.from();
    }

    /// Notes damage that cost no message.
    public void harmless(Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        settled.add(new Loss(reason, from, to, null, 0L, detail));
    }

    /// Notes one message lost.
    public void message(int id, Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        settled.add(new Loss(reason, from, to, names.apply(id), 1L, detail));
        lost.add(id, 1);
    }

    /// A message of a topic that was not declared.
    public void unknownTopic(int id) {
        unknownTopics.add(id, 1);
    }

    /// Notes that a chunk, or the part of it after some of its messages, is lost.
    ///
    /// @return to be filled with the messages that were found in it all the same
    public Tally chunk(Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        delivered.clear();
        indexed = false;
        lostChunk = new Loss(reason, from, to, null, null, detail);
        return delivered;
    }

    /// The file says how many messages of a topic the chunk before has.
    public void chunkHad(int id, long count) {
        indexedMessages.add(id, count);
        Loss chunk = lostChunk;
        if (chunk == null) {
            return;
        }
        indexed = true;
        long missing = count - delivered.of(id);
        if (missing > 0) {
            String topic = names.apply(id);
            String detail =
                    topic == null
                            ? chunk.detail() + "; messages of topic number " + id
                            : chunk.detail();
            settled.add(new Loss(chunk.reason(), chunk.from(), chunk.to(), topic, missing, detail));
            lost.add(id, missing);
        }
    }

    /// True while message indexes of a lost chunk may follow.
    public boolean isCountingChunk() {
        return lostChunk != null;
    }

    /// Ends the indexes of the last chunk: another record has come.
    public void closeChunk() {
        Loss chunk = lostChunk;
        lostChunk = null;
        if (chunk != null && !indexed) {
            uncounted(chunk);
        }
    }

    /// Ends a file whose totals are to be believed: compares with them.
    ///
    /// @param expected messages by topic id as the file says; null if it does not
    /// @param seen messages found
    /// @param at where the totals stand in the file
    public void close(@Nullable Map<Integer, Long> expected, Tally seen, long at) {
        close(expected, seen, at, null);
    }

    /// Ends a file whose totals may be damaged and whose chunks all have message indexes.
    ///
    /// @param expected messages by topic id as the file says; null if it does not
    /// @param seen messages found
    /// @param at where the totals stand in the file
    /// @param room the most messages that so many bytes of the file can hold; null if the totals
    ///   are to be believed
    public void close(
            @Nullable Map<Integer, Long> expected,
            Tally seen,
            long at,
            @Nullable LongUnaryOperator room) {
        closeChunk();
        new TreeMap<>(unknownTopics.toMap())
                .forEach((id, n) -> {
                    lost.add(id, n);
                    settled.add(
                            new Loss(
                                    Loss.Reason.UNKNOWN_TOPIC,
                                    0,
                                    0,
                                    null,
                                    n,
                                    n
                                            + " messages of topic number "
                                            + id
                                            + ", which the file never declares"));
                });
        if (expected == null) {
            return;
        }
        Totals totals = new Totals(at, room, uncounted.toReport().losses().isEmpty());
        for (Loss loss : uncounted.toReport().losses()) {
            settled.add(
                    new Loss(
                            loss.reason(),
                            loss.from(),
                            loss.to(),
                            null,
                            0L,
                            loss.detail() + "; its messages are counted as MISSING below"));
        }
        uncounted.clear();
        new TreeMap<>(expected).forEach((id, total) -> compare(id, total, seen.of(id), totals));
    }

    /// What the file's totals are worth.
    ///
    /// @param at where they stand
    /// @param room as for [#close]
    /// @param everythingRead whether all bytes of the file were read, or are of chunks whose
    ///   message indexes were
    private record Totals(long at, @Nullable LongUnaryOperator room, boolean everythingRead) {}

    private void compare(int id, long expected, long seen, Totals totals) {
        long known = seen + lost.of(id);
        if (known == expected) {
            return;
        }
        if (known > expected) {
            total(
                    Loss.Reason.BAD_INDEX,
                    id,
                    0L,
                    totals,
                    "the file's totals say %d messages, it has %d".formatted(expected, known));
            return;
        }
        String found =
                "expected %d messages, found %d and know of %d lost ones"
                        .formatted(expected, seen, lost.of(id));
        LongUnaryOperator room = totals.room();
        long indexes = indexedMessages.of(id);
        if (room == null || (indexes == expected && totals.everythingRead())) {
            total(Loss.Reason.MISSING, id, expected - known, totals, found);
        } else if (totals.everythingRead() && indexes >= known) {
            String instead =
                    "the file's totals say %d messages, the indexes of its chunks say %d"
                            .formatted(expected, indexes);
            total(Loss.Reason.BAD_INDEX, id, 0L, totals, instead);
            if (indexes > known) {
                total(Loss.Reason.MISSING, id, indexes - known, totals, found + "; " + instead);
            }
        } else if (expected - known > room.applyAsLong(unread)) {
            total(
                    Loss.Reason.MISSING,
                    id,
                    null,
                    totals,
                    found
                            + "; the %d bytes that cannot be read have no room for as many as are missing"
                                    .formatted(unread));
        } else {
            total(Loss.Reason.MISSING, id, expected - known, totals, found);
        }
    }

    private void total(
            Loss.Reason reason, int id, @Nullable Long messages, Totals totals, String detail) {
        String text = "topic number %d: %s".formatted(id, detail);
        settled.add(new Loss(reason, totals.at(), totals.at(), names.apply(id), messages, text));
    }

    /// What was noted so far.
    public LossReport toReport() {
        LossRecorder all = new LossRecorder();
        all.addAll(settled.toReport());
        all.addAll(uncounted.toReport());
        Loss chunk = lostChunk;
        if (chunk != null && !indexed) {
            all.add(chunk);
        }
        return all.toReport();
    }
}
