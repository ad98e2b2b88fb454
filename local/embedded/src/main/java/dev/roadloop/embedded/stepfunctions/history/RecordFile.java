package dev.roadloop.embedded.stepfunctions.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// An append-only file of checksummed records that can be read from both ends. A record is its
/// length, its CRC-32C, its bytes and its length again, all integers big-endian. What a killed
/// process left half-written at the end is cut off when the file is opened for writing, and ends
/// the file when it is read.
public final class RecordFile implements AutoCloseable {

    /// Largest record, bytes: more than any event of a 256 KiB payload needs.
    public static final int LARGEST_RECORD = 16 * 1024 * 1024;

    private static final int FRAME = 12;

    private final Path path;
    private final FileChannel channel;
    private long end;

    private RecordFile(Path path, FileChannel channel, long end) {
        this.path = path;
        this.channel = channel;
        this.end = end;
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
            FileChannel channel =
                    FileChannel.open(
                            path,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
            long end = 0;
            for (Entry entry = read(channel, 0);
                    entry != null;
                    entry = read(channel, entry.next())) {
                end = entry.next();
            }
            channel.truncate(end);
            channel.position(end);
            return new RecordFile(path, channel, end);
        } catch (IOException e) {
            throw failed("open", path, e);
        }
    }

    /// Opens `path` for reading only.
    public static RecordFile read(Path path) {
        try {
            FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
            return new RecordFile(path, channel, channel.size());
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /// Appends a record with a single write, so that it survives the death of this process.
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
                        .putInt(bytes.length)
                        .flip();
        try {
            while (buffer.hasRemaining()) {
                end += channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed("append to", path, e);
        }
    }

    /// Has the operating system write everything to the disk.
    public void force() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failed("force", path, e);
        }
    }

    /// The offset after the last record.
    public long end() {
        return end;
    }

    /// The record at `offset`; null at the end or where a torn record begins.
    public @Nullable Entry at(long offset) {
        try {
            return read(channel, offset);
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
            ByteBuffer length = ByteBuffer.allocate(4);
            readFully(channel, length, offset - 4);
            int bytes = length.flip().getInt();
            if (bytes < 0 || bytes > LARGEST_RECORD || offset - FRAME - bytes < 0) {
                return null;
            }
            Entry entry = read(channel, offset - FRAME - bytes);
            return entry != null && entry.next() == offset ? entry : null;
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    private static @Nullable Entry read(FileChannel channel, long offset) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(8);
        if (offset < 0 || !readFully(channel, head, offset)) {
            return null;
        }
        head.flip();
        int length = head.getInt();
        int expected = head.getInt();
        if (length < 0 || length > LARGEST_RECORD || offset + FRAME + length > channel.size()) {
            return null;
        }
        ByteBuffer body = ByteBuffer.allocate(length + 4);
        if (!readFully(channel, body, offset + 8)) {
            return null;
        }
        byte[] bytes = new byte[length];
        body.flip().get(bytes);
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue() == expected && body.getInt() == length
                ? new Entry(bytes, offset, offset + FRAME + length)
                : null;
    }

    private static boolean readFully(FileChannel channel, ByteBuffer buffer, long offset)
            throws IOException {
        long at = offset;
        while (buffer.hasRemaining()) {
            int count = channel.read(buffer, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        return true;
    }

    private static UncheckedIOException failed(String verb, Path path, IOException e) {
        return new UncheckedIOException(
                "Could not " + verb + " " + path + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed("close", path, e);
        }
    }
}
