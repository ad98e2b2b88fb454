package dev.roadloop.drivejob;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What does not fit into memory, on the job's own disk: appended, read at any place, gone when
/// closed. For one thread.
public final class ScratchFile implements Closeable {

    private final Path path;
    private final FileChannel file;
    private long size;

    /// @param path where it lies; what is there is overwritten
    public ScratchFile(Path path) throws IOException {
        this.path = path;
        this.file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /// Appends what remains in `bytes`.
    ///
    /// @return where it begins
    public long append(ByteBuffer bytes) throws IOException {
        long begin = size;
        while (bytes.hasRemaining()) {
            size += file.write(bytes, size);
        }
        return begin;
    }

    /// Bytes appended so far.
    public long size() {
        return size;
    }

    /// Reads `length` bytes from `offset` on.
    ///
    /// @return them, ready to be read
    /// @throws EOFException when the file ends before, which only somebody else's hand can cause
    public ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException(
                        "%s ends before byte %d; something else wrote to it"
                                .formatted(path, offset + length));
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
