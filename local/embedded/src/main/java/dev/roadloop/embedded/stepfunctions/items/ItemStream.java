package dev.roadloop.embedded.stepfunctions.items;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// An unpacked file that fails where it, or one item of it, is larger than AWS reads, so that no
/// file can fill the memory.
final class ItemStream extends FilterInputStream {

    /// What AWS reads of one item before the ItemSelector makes it smaller.
    static final int LARGEST_ITEM = 8 << 20;

    /// What AWS reads of one file.
    static final long LARGEST_FILE = 10L << 30;

    /// What a parser may have read of items to come.
    private static final int READ_AHEAD = 1 << 17;

    private long ofFile = LARGEST_FILE;
    private long ofItem = LARGEST_ITEM + READ_AHEAD;

    ItemStream(InputStream unpacked) {
        super(unpacked);
    }

    /// Begins an item.
    void item() {
        ofItem = LARGEST_ITEM + READ_AHEAD;
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, Math.min(length, READ_AHEAD));
        count(Math.max(0, count));
        return count;
    }

    private void count(int bytes) throws IOException {
        ofFile -= bytes;
        ofItem -= bytes;
        if (ofItem < 0) {
            throw new IOException(
                    "an item is larger than %,d bytes, the most that is read of one"
                            .formatted(LARGEST_ITEM));
        }
        if (ofFile < 0) {
            throw new IOException(
                    "it has more than %,d bytes, the most that is read of a file"
                            .formatted(LARGEST_FILE));
        }
    }
}
