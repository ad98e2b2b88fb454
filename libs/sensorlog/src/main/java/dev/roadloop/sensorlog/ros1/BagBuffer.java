package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.chunk.GrowingBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A growing buffer that bag records are composed in.
final class BagBuffer extends GrowingBuffer {

    BagBuffer(int capacity) {
        super(capacity);
    }

    /// Leaves room for a length, which [#endLength] fills in.
    int startLength() {
        int at = out.position();
        u32(0);
        return at;
    }

    void endLength(int at) {
        out.putInt(at, out.position() - at - 4);
    }

    BagBuffer u32(long value) {
        room(4);
        out.putInt((int) value);
        return this;
    }

    BagBuffer time(long nanos) {
        return u32(nanos / 1_000_000_000L).u32(nanos % 1_000_000_000L);
    }

    BagBuffer op(int op) {
        name("op", 1);
        room(1);
        out.put((byte) op);
        return this;
    }

    BagBuffer u32(String name, long value) {
        return name(name, 4).u32(value);
    }

    BagBuffer u64(String name, long value) {
        name(name, 8);
        room(8);
        out.putLong(value);
        return this;
    }

    BagBuffer time(String name, long nanos) {
        return name(name, 8).time(nanos);
    }

    BagBuffer text(String name, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        name(name, utf8.length);
        room(utf8.length);
        out.put(utf8);
        return this;
    }

    BagBuffer bytes(ByteBuffer value) {
        put(value);
        return this;
    }

    private BagBuffer name(String name, int length) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        u32(ascii.length + 1L + length);
        room(ascii.length + 1);
        out.put(ascii).put((byte) '=');
        return this;
    }
}
