package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.chunk.GrowingBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A growing buffer that records are composed in.
final class RecordBuffer extends GrowingBuffer {

    private static final byte[] PADDING = {1, -1, -1};

    RecordBuffer(int capacity) {
        super(capacity);
    }

    /// Starts a record whose length is not known yet.
    ///
    /// @return where it starts, for [#endRecord]
    int startRecord(int opcode) {
        int start = out.position();
        u8(opcode).u64(0);
        return start;
    }

    void endRecord(int start, int padding) {
        room(padding);
        for (int i = 0; i < padding; i++) {
            out.put(PADDING[i % PADDING.length]);
        }
        out.putLong(start + 1, out.position() - start - Op.RECORD_HEAD);
    }

    RecordBuffer u8(int value) {
        room(1);
        out.put((byte) value);
        return this;
    }

    RecordBuffer u16(int value) {
        room(2);
        out.putShort((short) value);
        return this;
    }

    RecordBuffer u32(long value) {
        room(4);
        out.putInt((int) value);
        return this;
    }

    RecordBuffer u64(long value) {
        room(8);
        out.putLong(value);
        return this;
    }

    RecordBuffer bytes(ByteBuffer value) {
        put(value);
        return this;
    }

    RecordBuffer text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        u32(utf8.length);
        room(utf8.length);
        out.put(utf8);
        return this;
    }

    RecordBuffer textMap(Map<String, String> map) {
        int at = out.position();
        u32(0);
        map.forEach((key, value) -> text(key).text(value));
        out.putInt(at, out.position() - at - 4);
        return this;
    }

    RecordBuffer countMap(Map<Integer, Long> map) {
        u32(map.size() * 10L);
        map.forEach((key, value) -> u16(key).u64(value));
        return this;
    }

    /// A whole message record.
    void message(int channel, long sequence, long logTime, long publishTime, ByteBuffer data) {
        int size = data.remaining();
        room(Op.RECORD_HEAD + Op.MESSAGE_HEAD + (long) size);
        int at = out.position();
        out.put(at, (byte) Op.MESSAGE)
                .putLong(at + 1, Op.MESSAGE_HEAD + (long) size)
                .putShort(at + 9, (short) channel)
                .putInt(at + 11, (int) sequence)
                .putLong(at + 15, logTime)
                .putLong(at + 23, publishTime)
                .put(at + 31, data, data.position(), size)
                .position(at + 31 + size);
    }
}
