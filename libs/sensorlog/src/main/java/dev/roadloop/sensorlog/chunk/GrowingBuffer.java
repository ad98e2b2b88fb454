package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A buffer, little-endian, that grows as records are composed in it.
public abstract class GrowingBuffer {

    private static final int MAX = Integer.MAX_VALUE - 16;

    /// What was composed ends at its position. Another one after [#room].
    protected ByteBuffer out;

    /// @param capacity bytes that it holds before it grows
    protected GrowingBuffer(int capacity) {
        out = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Bytes composed so far.
    public final int size() {
        return out.position();
    }

    /// Begins anew.
    public final void clear() {
        out.clear();
    }

    /// What was composed, from 0 to [#size].
    public final ByteBuffer content() {
        return out.duplicate().flip();
    }

    /// Adds what remains in `value`, which stays as it is.
    protected final void put(ByteBuffer value) {
        int n = value.remaining();
        room(n);
        out.put(out.position(), value, value.position(), n);
        out.position(out.position() + n);
    }

    /// Makes room for so many bytes more.
    ///
    /// @throws IllegalArgumentException if that is more than a buffer can hold
    protected final void room(long bytes) {
        if (bytes <= out.remaining()) {
            return;
        }
        long needed = out.position() + bytes;
        if (needed > MAX) {
            throw new IllegalArgumentException(
                    "a record of " + needed + " bytes is more than one chunk can hold");
        }
        int capacity = (int) Math.min(MAX, Math.max(needed, 2L * out.capacity()));
        out = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).put(out.flip());
    }
}
