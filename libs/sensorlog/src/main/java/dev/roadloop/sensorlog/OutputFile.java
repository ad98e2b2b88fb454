package dev.roadloop.sensorlog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is written, replaced if it is there. The system's own errors do not say which file
/// they are about (`No space left on device`); these do.
public final class OutputFile implements WritableByteChannel {

    private final Path file;
    private final FileChannel channel;

    private OutputFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Begins a file.
    ///
    /// @throws IOException if it cannot be written
    public static OutputFile create(Path file) throws IOException {
        return new OutputFile(
                file,
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE));
    }

    /// Writes all that remains in `bytes`.
    ///
    /// @throws IOException with the file's name, if it cannot be written
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
        }
        return count;
    }

    /// Where the next byte goes.
    public long position() throws IOException {
        return channel.position();
    }

    /// Goes to another place.
    public void position(long position) throws IOException {
        channel.position(position);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
