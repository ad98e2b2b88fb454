package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Accounts for what a cursor could not deliver. A lost chunk's messages are counted from the message indexes that
/// follow it; what no index counts is settled by the file's statistics at the end.
final class LossBook {

    private final LossRecorder settled = new LossRecorder();
    private final LossRecorder uncounted = new LossRecorder();
    private final Tally lost = new Tally();
    private final Tally unknownTopics = new Tally();
    private final Tally delivered = new Tally();
    private final Channels channels;
    private @Nullable Loss lostChunk;
    private boolean indexed;

    LossBook(Channels channels, LossReport before) {
        this.channels = channels;
        settled.addAll(before);
    }

    /// Notes damage whose messages, if any, cannot be counted.
    void uncounted(Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        uncounted.add(new Loss(reason, from, to, null, null, detail));
    }

    /// Notes damage that cost no message.
    void harmless(Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        settled.add(new Loss(reason, from, to, null, 0L, detail));
    }

    /// Notes one message lost.
    void message(int channel, Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        settled.add(new Loss(reason, from, to, channels.nameOf(channel), 1L, detail));
        lost.add(channel, 1);
    }

    /// A message of a channel that was not declared.
    void unknownTopic(int channel) {
        unknownTopics.add(channel, 1);
    }

    /// Notes that a chunk, or the part of it after the messages in [#delivered], is lost.
    ///
    /// @return counts to fill with what was delivered of it
    Tally chunk(Loss.Reason reason, long from, long to, String detail) {
        closeChunk();
        delivered.clear();
        indexed = false;
        lostChunk = new Loss(reason, from, to, null, null, detail);
        return delivered;
    }

    /// A message index in the file: it counts the messages of the chunk before it.
    void messageIndex(ByteBuffer content) {
        Loss chunk = lostChunk;
        if (chunk == null) {
            return;
        }
        try {
            if (RecordParser.parse(Op.MESSAGE_INDEX, content) instanceof McapRecord.MessageIndex index) {
                indexed = true;
                long count = index.records().remaining() / 16 - delivered.of(index.channelId());
                if (count > 0) {
                    String topic = channels.nameOf(index.channelId());
                    String detail = topic == null
                            ? chunk.detail() + "; messages of channel " + index.channelId()
                            : chunk.detail();
                    settled.add(new Loss(chunk.reason(), chunk.from(), chunk.to(), topic, count, detail));
                    lost.add(index.channelId(), count);
                }
            }
        } catch (MalformedRecordException e) {
            indexed = false;
        }
    }

    /// True while message indexes of a lost chunk may follow.
    boolean isCountingChunk() {
        return lostChunk != null;
    }

    /// Ends the indexes of the last chunk: any other record has come.
    void closeChunk() {
        Loss chunk = lostChunk;
        lostChunk = null;
        if (chunk != null && !indexed) {
            uncounted.add(chunk);
        }
    }

    /// Ends the file: compares with its own counts.
    ///
    /// @param seen messages found, by channel
    /// @param at where the counts stand in the file
    void close(McapRecord.@Nullable Statistics statistics, Tally seen, long at) {
        closeChunk();
        for (int channel = 0; channel < unknownTopics.bound(); channel++) {
            long n = unknownTopics.of(channel);
            if (n > 0) {
                lost.add(channel, n);
                settled.add(new Loss(
                        Loss.Reason.UNKNOWN_TOPIC, 0, 0, null, n,
                        n + " messages of channel " + channel + ", which the file never declares"));
            }
        }
        if (statistics == null) {
            return;
        }
        LossReport open = uncounted.toReport();
        for (Loss loss : open.losses()) {
            settled.add(new Loss(
                    loss.reason(), loss.from(), loss.to(), null, 0L,
                    loss.detail() + "; its messages are counted as MISSING below"));
        }
        uncounted.clear();
        statistics.channelMessageCounts().forEach((channel, expected) -> {
            long found = seen.of(channel) + lost.of(channel);
            if (found < expected) {
                String name = channels.nameOf(channel);
                settled.add(new Loss(
                        Loss.Reason.MISSING, at, at, name, expected - found,
                        "channel %d: expected %d messages, found %d and know %d to be lost"
                                .formatted(channel, expected, seen.of(channel), lost.of(channel))));
            } else if (found > expected) {
                settled.add(new Loss(
                        Loss.Reason.BAD_INDEX, at, at, channels.nameOf(channel), 0L,
                        "channel %d: the statistics count %d messages, the file has %d"
                                .formatted(channel, expected, found)));
            }
        });
    }

    LossReport toReport() {
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
