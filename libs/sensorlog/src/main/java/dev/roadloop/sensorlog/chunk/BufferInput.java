package dev.roadloop.sensorlog.chunk;

import java.io.InputStream;
import java.nio.ByteBuffer;

/// A buffer as a stream, which moves the buffer's position.
final class BufferInput extends InputStream {

    private final ByteBuffer buffer;

    BufferInput(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    @Override
    public int read() {
        return buffer.hasRemaining() ? buffer.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int n = Math.min(length, buffer.remaining());
        buffer.get(target, offset, n);
        return n == 0 ? -1 : n;
    }
}
