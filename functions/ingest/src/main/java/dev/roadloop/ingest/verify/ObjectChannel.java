package dev.roadloop.ingest.verify;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.sensorlog.ByteSource;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/// One version of an object as a read-only channel. Not for several threads.
final class ObjectChannel implements SeekableByteChannel {
    private final ByteSource source;
    private long position;
    private long allowed = Long.MAX_VALUE;
    private boolean open = true;

    ObjectChannel(Bucket bucket, StoredObject object) {
        this.source =
                ByteSource.ranged(
                        object.key(),
                        object.size(),
                        (offset, length) ->
                                bucket.range(object.key(), offset, length, object.etag()));
    }

    /// Allows as many bytes to be read from here on.
    ///
    /// @param bytes beyond them a read fails with [LimitedStream.Exceeded]
    void allow(long bytes) {
        allowed = bytes;
    }

    /// Fills the buffer from a place, without moving the position.
    void readFully(long offset, ByteBuffer target) throws IOException {
        source.read(offset, target);
        if (target.hasRemaining()) {
            throw new EOFException(
                    source.name()
                            + " ends at byte "
                            + source.size()
                            + ", within what begins at "
                            + offset);
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (position >= source.size()) {
            return -1;
        }
        int n = source.read(position, target);
        allowed -= n;
        if (allowed < 0) {
            throw new LimitedStream.Exceeded();
        }
        position += n;
        return n;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public int write(ByteBuffer content) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        source.close();
    }
}
