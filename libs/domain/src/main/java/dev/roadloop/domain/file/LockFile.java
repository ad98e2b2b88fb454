package dev.roadloop.domain.file;

import dev.roadloop.domain.TransientException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file that one holder at a time has, and that is gone when it is closed. Where a holder was
/// killed it stays, and hinders nobody.
public final class LockFile implements Closeable {

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Keeps others away from where a file or folder will be written, by a file beside it whose
    /// name ends with `.lock`. Makes the folder that both lie in.
    ///
    /// @throws TransientException if somebody else is at work there
    /// @throws IOException if nothing can be written there
    public static LockFile beside(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return take(
                target.resolveSibling(target.getFileName() + ".lock"),
                target + ": another conversion is at work here; convert again when it is done");
    }

    /// Takes a file that nobody holds.
    ///
    /// @param file in a folder that is there
    /// @param busy what to say where somebody holds it
    /// @throws TransientException if somebody holds it, in this process or in another
    /// @throws IOException if the file cannot be written
    public static LockFile take(Path file, String busy) throws IOException {
        while (true) {
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean taken = false;
            try {
                if (!isLocked(channel)) {
                    throw new TransientException(busy);
                }
                taken = isAt(file, channel);
                if (taken) {
                    return new LockFile(file, channel);
                }
            } finally {
                if (!taken) {
                    channel.close();
                }
            }
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /// Who had it before may have deleted it between its opening and its locking here.
    private static boolean isAt(Path file, FileChannel channel) throws IOException {
        byte[] holder = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder), 0);
        } catch (IOException e) {
            throw OutputFile.unwritten(file, e);
        }
        try {
            return new String(holder, StandardCharsets.UTF_8).equals(Files.readString(file));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        }
    }
}
