package dev.roadloop.sensorlog.chunk;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// Memory outside the heap that grows with what is asked for, and is freed when it is closed: the
/// collector would let memory of this size grow for long. Not for several threads at once.
final class NativeBuffer implements Closeable {

    private static final int LEAST = 64 << 10;

    private @Nullable Arena arena;
    private ByteBuffer bytes = ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);

    /// Room for `size` bytes from 0 to the limit, little-endian. What was there before is gone.
    ByteBuffer room(int size) {
        if (bytes.capacity() < size) {
            close();
            Arena fresh = Arena.ofShared();
            arena = fresh;
            bytes = fresh.allocate(rounded(size)).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        }
        return bytes.clear().limit(size);
    }

    int capacity() {
        return bytes.capacity();
    }

    /// A little more than asked for, so that sizes that differ a little share the memory.
    private static long rounded(int size) {
        long step = Math.max(LEAST, Integer.highestOneBit(size) >> 3);
        return Math.min(Integer.MAX_VALUE - 64, (size + step - 1) / step * step);
    }

    @Override
    public void close() {
        Arena before = arena;
        arena = null;
        bytes = ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);
        if (before != null) {
            before.close();
        }
    }
}
