package dev.roadloop.embedded.stepfunctions.history;

import dev.roadloop.embedded.journal.TailFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An append-only file of checksummed records that can be read from both ends. A record is its
/// length, its CRC-32C, its bytes and its length again, all integers big-endian. What a killed
/// process left half-written at the end is cut off when the file is opened for writing, and ends
/// the file when it is read; what a full disk cut short is taken back at once. Thread-safe.
public final class RecordFile implements AutoCloseable {

    /// Largest record, bytes: more than any event of a 256 KiB payload needs.
    public static final int LARGEST_RECORD = 16 * 1024 * 1024;

    private static final int FRAME = 12;

    private final Path path;
    private final TailFile file;

    private RecordFile(Path path, TailFile file) {
        this.path = path;
        this.file = file;
    }

    /// A record and where its neighbours are.
    ///
    /// @param bytes the record
    /// @param start offset of the record in its file
    /// @param next offset of the one after it
    public record Entry(byte[] bytes, long start, long next) {}

    /// Opens `path` for appending, creating it if need be; cuts off a torn tail.
    public static RecordFile open(Path path) {
        try {
            TailFile file = TailFile.open(path);
            long end = 0;
            for (Entry entry = read(file, 0); entry != null; entry = read(file, entry.next())) {
                end = entry.next();
            }
            file.cut(end);
            return new RecordFile(path, file);
        } catch (IOException e) {
            throw failed("open", path, e);
        }
    }

    /// Opens `path` for reading only.
    public static RecordFile read(Path path) {
        try {
            return new RecordFile(path, TailFile.read(path));
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /// Appends a record, whole or not at all; it survives the death of this process.
    ///
    /// @throws UncheckedIOException if there is no space for it
    public void append(byte[] bytes) {
        if (bytes.length > LARGEST_RECORD) {
            throw new IllegalArgumentException(
                    "A record of %,d bytes is larger than the %,d that %s takes"
                            .formatted(bytes.length, LARGEST_RECORD, path));
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        ByteBuffer buffer =
                ByteBuffer.allocate(FRAME + bytes.length)
                        .putInt(bytes.length)
                        .putInt((int) crc.getValue())
                        .put(bytes)
                        .putInt(bytes.length);
        try {
            file.append(buffer.array());
        } catch (IOException e) {
            throw failed("append to", path, e);
        }
    }

    /// Has the operating system write everything to the disk.
    public void force() {
        try {
            file.force();
        } catch (IOException e) {
            throw failed("force", path, e);
        }
    }

    /// The offset after the last record.
    public long end() {
        return file.size();
    }

    /// The record at `offset`; null at the end or where a torn record begins.
    public @Nullable Entry at(long offset) {
        try {
            return read(file, offset);
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /// The record that ends at `offset`; null at the beginning of the file.
    public @Nullable Entry before(long offset) {
        if (offset < FRAME) {
            return null;
        }
        try {
            byte[] length = new byte[4];
            if (!file.read(offset - 4, length)) {
                return null;
            }
            int bytes = ByteBuffer.wrap(length).getInt();
            if (bytes < 0 || bytes > LARGEST_RECORD || offset - FRAME - bytes < 0) {
                return null;
            }
            Entry entry = read(file, offset - FRAME - bytes);
            return entry != null && entry.next() == offset ? entry : null;
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    private static @Nullable Entry read(TailFile file, long offset) throws IOException {
        byte[] head = new byte[8];
        if (offset < 0 || !file.read(offset, head)) {
            return null;
        }
        int length = ByteBuffer.wrap(head).getInt();
        int expected = ByteBuffer.wrap(head).getInt(4);
        if (length < 0 || length > LARGEST_RECORD || offset + FRAME + length > file.size()) {
            return null;
        }
        byte[] bytes = new byte[length];
        byte[] tail = new byte[4];
        if (!file.read(offset + 8, bytes) || !file.read(offset + 8 + length, tail)) {
            return null;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue() == expected && ByteBuffer.wrap(tail).getInt() == length
                ? new Entry(bytes, offset, offset + FRAME + length)
                : null;
    }

    private static UncheckedIOException failed(String verb, Path path, IOException e) {
        return new UncheckedIOException(
                "Could not " + verb + " " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw failed("close", path, e);
        }
    }
}
