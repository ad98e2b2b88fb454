package dev.roadloop.domain.file;

import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file that is written. The system's own errors do not say which file they are about (`No space
/// left on device`); these do.
public final class OutputFile implements WritableByteChannel {

    private final Path file;
    private final FileChannel channel;

    private OutputFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Begins a file, in the place of what is there.
    ///
    /// @throws IOException if it cannot be written
    public static OutputFile create(Path file) throws IOException {
        return open(file, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static OutputFile open(Path file, StandardOpenOption how) throws IOException {
        return new OutputFile(
                file,
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how));
    }

    /// Begins a file, as a stream with a buffer.
    ///
    /// @throws IOException if it cannot be written
    public static OutputStream stream(Path file) throws IOException {
        return new BufferedOutputStream(Channels.newOutputStream(create(file)), 1 << 16);
    }

    /// Begins a file of text in UTF-8.
    ///
    /// @throws IOException if it cannot be written
    public static BufferedWriter writer(Path file) throws IOException {
        return new BufferedWriter(
                new OutputStreamWriter(
                        Channels.newOutputStream(create(file)), StandardCharsets.UTF_8));
    }

    /// Writes a whole file.
    ///
    /// @throws IOException with the file's name, if it cannot be written
    public static void write(Path file, byte[] content) throws IOException {
        try (OutputFile out = create(file)) {
            out.write(ByteBuffer.wrap(content));
        }
    }

    /// Writes a whole file, in UTF-8.
    ///
    /// @throws IOException with the file's name, if it cannot be written
    public static void write(Path file, CharSequence content) throws IOException {
        write(file, content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Writes to a file's end, in UTF-8; makes it if it is not there.
    ///
    /// @throws IOException with the file's name, if it cannot be written
    public static void append(Path file, String content) throws IOException {
        try (OutputFile out = open(file, StandardOpenOption.APPEND)) {
            out.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)));
        }
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
            throw unwritten(file, e);
        }
        return count;
    }

    /// Waits until the disk has all of it.
    ///
    /// @throws IOException with the file's name, if it cannot be written
    public void force() throws IOException {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    static IOException unwritten(Path file, IOException e) {
        return new IOException(
                file
                        + ": cannot be written: "
                        + e.getMessage()
                        + "; make room there, or name another place",
                e);
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
