package dev.roadloop.ingest.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that refuses to yield more than a limit, against archives that unpack without end; and
/// no more at once than it was last allowed, against headers without end, which a parser keeps in
/// memory.
final class LimitedStream extends FilterInputStream {
    private long left;
    private long allowed = Long.MAX_VALUE;

    LimitedStream(InputStream in, long limit) {
        super(in);
        this.left = limit;
    }

    /// The limit is reached.
    static final class Exceeded extends IOException {
        private static final long serialVersionUID = 1L;

        Exceeded() {
            super("the archive has more than is allowed");
        }
    }

    /// Allows as many bytes from here on, within the limit.
    void allow(long bytes) {
        allowed = bytes;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = super.read(buffer, offset, length);
        count(Math.max(0, n));
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    private void count(long n) throws IOException {
        left -= n;
        allowed -= n;
        if (left < 0 || allowed < 0) {
            throw new Exceeded();
        }
    }
}
