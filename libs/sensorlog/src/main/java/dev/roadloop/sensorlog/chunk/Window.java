package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A part of a file in memory, which moves forward with the reader. Each byte is read once as long
/// as the reader does not go back, and large records are read by one call straight to where they
/// are used.
///
/// Memory: as much as the largest range that was asked for, plus the read-ahead; never more than
/// the file has; none before anything is read. Bytes that were read elsewhere can be lent to it.
public final class Window {

    private final ByteSource source;
    private final int readAhead;
    private ByteBuffer own = ByteBuffer.allocateDirect(0);
    private long ownStart;
    private ByteBuffer lent = own;
    private long lentStart;

    /// One of the two above.
    private ByteBuffer buffer = own;

    private long start;

    /// @param readAhead bytes to read beyond what is asked for
    public Window(ByteSource source, int readAhead) {
        this.source = source;
        this.readAhead = readAhead;
    }

    /// Brings `length` bytes at `position` into the window.
    ///
    /// @return false if the file ends before them
    /// @throws IOException if the bytes cannot be had
    public boolean load(long position, long length) throws IOException {
        if (position >= start && position + length <= start + buffer.limit()) {
            return true;
        }
        if (position >= lentStart && position + length <= lentStart + lent.limit()) {
            buffer = lent;
            start = lentStart;
            return true;
        }
        if (length < 0
                || position < 0
                || length > source.size() - position
                || length > Integer.MAX_VALUE - 64) {
            return false;
        }
        moveTo(position, (int) length);
        buffer = own;
        start = ownStart;
        int wanted =
                (int)
                        Math.min(
                                Math.min(length + readAhead, buffer.capacity()),
                                source.size() - position);
        int filled = buffer.limit();
        buffer.limit(wanted).position(filled);
        source.read(position + filled, buffer);
        buffer.limit(buffer.position()).position(0);
        return buffer.limit() >= length;
    }

    /// Has the bytes of the file from `position` on, so that they need not be read again.
    ///
    /// @param bytes little-endian, from 0 to the limit; valid until they are taken back
    void lend(long position, ByteBuffer bytes) {
        takeBack();
        lent = bytes;
        lentStart = position;
    }

    /// Forgets the bytes that were lent.
    void takeBack() {
        lent = ByteBuffer.allocate(0);
        lentStart = 0;
        buffer = own;
        start = ownStart;
    }

    /// The window's bytes; changes with every [#load]. Little-endian, valid between 0 and its
    /// limit.
    public ByteBuffer buffer() {
        return buffer;
    }

    /// Where in [#buffer] the byte of the file at `position` lies.
    public int index(long position) {
        return (int) (position - start);
    }

    /// Size of the file.
    public long size() {
        return source.size();
    }

    /// Makes `position` the first of the window's own bytes, with room for `length`, and keeps what
    /// is there already.
    private void moveTo(long position, int length) {
        if (own.capacity() == 0) {
            own = allocate((int) Math.min(2L * readAhead, Math.max(16, source.size()))).limit(0);
        }
        long offset = position - ownStart;
        int kept = offset >= 0 && offset < own.limit() ? own.limit() - (int) offset : 0;
        int needed = (int) Math.min(Integer.MAX_VALUE - 64, (long) length + readAhead);
        ByteBuffer target = own;
        if (needed > own.capacity() && length > own.capacity()) {
            target = allocate((int) Math.min(needed, Math.max(length, source.size() - position)));
        }
        if (kept > 0) {
            ByteBuffer rest = own.slice((int) offset, kept);
            target.clear();
            target.put(rest);
        }
        target.limit(kept).position(0);
        own = target;
        ownStart = position;
    }

    private static ByteBuffer allocate(int capacity) {
        return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
