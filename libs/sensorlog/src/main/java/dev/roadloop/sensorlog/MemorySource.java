package dev.roadloop.sensorlog;

import java.nio.ByteBuffer;

/// Bytes in memory.
///
/// @param bytes from index 0 to its limit
record MemorySource(String name, ByteBuffer bytes) implements ByteSource {

    @Override
    public long size() {
        return bytes.limit();
    }

    @Override
    public int read(long position, ByteBuffer target) {
        if (position >= bytes.limit()) {
            return 0;
        }
        int n = (int) Math.min(target.remaining(), bytes.limit() - position);
        target.put(target.position(), bytes, (int) position, n);
        target.position(target.position() + n);
        return n;
    }

    @Override
    public void close() {}
}
