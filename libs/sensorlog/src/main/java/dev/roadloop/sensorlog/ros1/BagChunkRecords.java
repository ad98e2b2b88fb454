package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.chunk.Delivery;
import dev.roadloop.sensorlog.chunk.LossBook;
import dev.roadloop.sensorlog.chunk.Tally;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Walks the records of an open chunk.
final class BagChunkRecords {

    private final Connections connections;
    private final LossBook losses;
    private final Delivery delivery;
    private final RecordHead head = new RecordHead();
    private @Nullable ByteBuffer records;
    private int at;
    private long from;
    private long to;

    BagChunkRecords(Connections connections, LossBook losses, Delivery delivery) {
        this.connections = connections;
        this.losses = losses;
        this.delivery = delivery;
    }

    /// @param from first byte of the chunk in the file
    /// @param to byte after its last
    void open(ByteBuffer opened, long from, long to) {
        this.records = opened;
        this.at = 0;
        this.from = from;
        this.to = to;
    }

    boolean isOpen() {
        return records != null;
    }

    /// True while there are bytes that were not looked at.
    boolean hasMore() {
        ByteBuffer open = records;
        return open != null && at < open.limit();
    }

    /// Goes to the next message that is wanted; closes the chunk and is false at its end.
    boolean next() {
        ByteBuffer open = records;
        if (open == null) {
            return false;
        }
        int i = at;
        int limit = open.limit();
        while (limit - i >= 8) {
            int headLength = open.getInt(i);
            if (headLength < 0
                    || headLength > limit - i - 8
                    || !head.read(open, i + 4, i + 4 + headLength)) {
                break;
            }
            int data = i + 8 + headLength;
            int length = open.getInt(data - 4);
            if (length < 0
                    || length > limit - data
                    || (head.op == BagOp.CONNECTION
                            && !connections.add(head, open, data, data + length))) {
                break;
            }
            i = data + length;
            if (head.op == BagOp.MESSAGE && deliver(head, open, data, i)) {
                at = i;
                return true;
            }
        }
        if (i < limit) {
            String detail = "chunk ends within a record at byte " + i + " of " + limit;
            countMessages(open, i, losses.chunk(Loss.Reason.MALFORMED, from, to, detail));
        }
        records = null;
        return false;
    }

    /// Counts a message and shows it if it is wanted.
    boolean deliver(RecordHead of, ByteBuffer buffer, int first, int end) {
        return delivery.deliver(
                Math.max(of.connection, 0),
                connections.topic(of.connection),
                of.time,
                of.time,
                0,
                buffer,
                first,
                end);
    }

    /// Ends a part of a chunk after its last whole record, and counts the messages before.
    void countWhole(ByteBuffer part, Tally counts) {
        trim(part);
        countMessages(part, part.limit(), counts);
    }

    /// Ends a part of a chunk after its last whole record.
    ///
    /// @return the bytes that this leaves out
    int trim(ByteBuffer part) {
        int i = 0;
        int limit = part.limit();
        while (limit - i >= 8) {
            int headLength = part.getInt(i);
            if (headLength < 0
                    || headLength > limit - i - 8
                    || !head.read(part, i + 4, i + 4 + headLength)) {
                break;
            }
            int data = i + 8 + headLength;
            int length = part.getInt(data - 4);
            if (length < 0 || length > limit - data) {
                break;
            }
            i = data + length;
        }
        part.limit(i);
        return limit - i;
    }

    private void countMessages(ByteBuffer part, int end, Tally counts) {
        int i = 0;
        while (i < end) {
            int data = i + 8 + part.getInt(i);
            if (head.read(part, i + 4, data - 4)
                    && head.op == BagOp.MESSAGE
                    && head.connection >= 0) {
                counts.add(head.connection, 1);
            }
            i = data + part.getInt(data - 4);
        }
    }
}
