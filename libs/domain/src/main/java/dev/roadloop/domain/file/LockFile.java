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
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// A file that one holder at a time has, and that is gone when it is closed. Where a holder was
/// killed it stays, and hinders nobody.
///
/// POSIX takes a process's lock away as soon as the process closes the file, whichever of its
/// channels that was. So a file is opened by one holder of this process at a time, and what was
/// opened stays open to the end.
public final class LockFile implements Closeable {

    private static final Set<Path> OPENED = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private final FileChannel seen;

    private LockFile(Path file, FileChannel channel, FileChannel seen) {
        this.file = file;
        this.channel = channel;
        this.seen = seen;
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
        Path whole = file.toAbsolutePath().normalize();
        if (!OPENED.add(whole)) {
            throw new TransientException(busy);
        }
        Optional<LockFile> taken = Optional.empty();
        try {
            while (taken.isEmpty()) {
                taken = tryOnce(whole, busy);
            }
            return taken.get();
        } finally {
            if (taken.isEmpty()) {
                OPENED.remove(whole);
            }
        }
    }

    /// @return empty if who had it before deleted it between its opening and its locking here
    private static Optional<LockFile> tryOnce(Path file, String busy) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileChannel> seen = Optional.empty();
        try {
            if (!isLocked(channel)) {
                throw new TransientException(busy);
            }
            seen = seen(file, mark(file, channel));
            return seen.map(reader -> new LockFile(file, channel, reader));
        } finally {
            if (seen.isEmpty()) {
                channel.close();
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

    /// Writes what nobody else writes.
    private static byte[] mark(Path file, FileChannel channel) throws IOException {
        byte[] holder = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
        try {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(holder), 0);
            return holder;
        } catch (IOException e) {
            throw OutputFile.unwritten(file, e);
        }
    }

    /// Opens the file that is at the path, if it is the marked one.
    private static Optional<FileChannel> seen(Path file, byte[] mark) throws IOException {
        FileChannel reader;
        try {
            reader = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        boolean same = false;
        try {
            ByteBuffer found = ByteBuffer.allocate(mark.length);
            reader.read(found, 0);
            same = Arrays.equals(mark, found.array());
            return same ? Optional.of(reader) : Optional.empty();
        } finally {
            if (!same) {
                reader.close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (channel;
                seen) {
            Files.deleteIfExists(file);
        } finally {
            OPENED.remove(file);
        }
    }
}
