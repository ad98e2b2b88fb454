package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.chunk.Delivery;
import dev.roadloop.sensorlog.chunk.LossBook;
import dev.roadloop.sensorlog.chunk.Tally;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Walks the records of an open chunk.
final class ChunkRecords {

    private final Channels channels;
    private final LossBook losses;
    private final Delivery delivery;
    private @Nullable ByteBuffer records;
    private int at;
    private long from;
    private long to;

    ChunkRecords(Channels channels, LossBook losses, Delivery delivery) {
        this.channels = channels;
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

    /// Ends the chunk after its last whole record.
    ///
    /// @return the bytes that this leaves out
    int trim() {
        ByteBuffer open = records;
        if (open == null) {
            return 0;
        }
        int whole = 0;
        int limit = open.limit();
        while (limit - whole >= Op.RECORD_HEAD) {
            long length = open.getLong(whole + 1);
            if (length < 0 || length > limit - whole - Op.RECORD_HEAD) {
                break;
            }
            whole += Op.RECORD_HEAD + (int) length;
        }
        open.limit(whole);
        return limit - whole;
    }

    /// Goes to the next message that is wanted; closes the chunk and is false at its end.
    boolean next() {
        ByteBuffer open = records;
        if (open == null) {
            return false;
        }
        int i = at;
        int limit = open.limit();
        while (i + Op.RECORD_HEAD <= limit) {
            int opcode = open.get(i) & 0xFF;
            long length = open.getLong(i + 1);
            int content = i + Op.RECORD_HEAD;
            if (length < 0 || length > limit - content) {
                break;
            }
            int next = content + (int) length;
            if (opcode == Op.MESSAGE) {
                if (length < Op.MESSAGE_HEAD) {
                    break;
                }
                if (deliver(open, content, (int) length)) {
                    at = next;
                    return true;
                }
            } else if ((opcode == Op.SCHEMA || opcode == Op.CHANNEL)
                    && !declare(opcode, open, content, (int) length)) {
                break;
            }
            i = next;
        }
        if (i < limit) {
            String detail = "chunk ends within a record at byte " + i + " of " + limit;
            countMessages(open, i, losses.chunk(Loss.Reason.MALFORMED, from, to, detail));
        }
        records = null;
        return false;
    }

    /// Counts a message record and shows it if it is wanted.
    ///
    /// @param content where it begins after its head
    boolean deliver(ByteBuffer buffer, int content, int length) {
        int channel = buffer.getShort(content) & 0xFFFF;
        return delivery.deliver(
                channel,
                channels.topic(channel),
                buffer.getLong(content + 6),
                buffer.getLong(content + 14),
                buffer.getInt(content + 2) & 0xFFFF_FFFFL,
                buffer,
                content + Op.MESSAGE_HEAD,
                content + length);
    }

    /// Takes a schema or channel; false if it cannot be read.
    boolean declare(int opcode, ByteBuffer buffer, int content, int length) {
        try {
            switch (RecordParser.parse(opcode, buffer.slice(content, length))) {
                case McapRecord.SchemaRecord schema -> channels.add(schema);
                case McapRecord.Channel found -> channels.add(found);
                default -> throw new IllegalStateException("not a declaration: opcode " + opcode);
            }
            return true;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private static void countMessages(ByteBuffer records, int end, Tally counts) {
        int i = 0;
        while (i < end) {
            if (records.get(i) == Op.MESSAGE) {
                counts.add(records.getShort(i + Op.RECORD_HEAD) & 0xFFFF, 1);
            }
            i += Op.RECORD_HEAD + (int) records.getLong(i + 1);
        }
    }
}
