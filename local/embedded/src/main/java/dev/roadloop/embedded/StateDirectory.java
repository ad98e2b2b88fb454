package dev.roadloop.embedded;

import dev.roadloop.embedded.gateway.Gateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The directory that one process at a time keeps its state in, and the port it used last, so that
/// jobs that outlive a process find the next one where they knew the first.
final class StateDirectory implements AutoCloseable {

    private final Path directory;
    private final FileChannel channel;

    private StateDirectory(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// @throws IllegalStateException if another process holds it
    static StateDirectory open(Path directory) {
        Path file = directory.resolve("lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locks(channel)) {
                channel.close();
                throw new IllegalStateException(
                        "state directory "
                                + directory
                                + " is in use by another process (it holds "
                                + file
                                + "); stop that one or give another directory");
            }
            return new StateDirectory(directory, channel);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "state directory " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static boolean locks(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /// @param port 0 for the last one if it is free, or else any
    Gateway bind(int port) {
        Path file = directory.resolve("port");
        Gateway gateway = port == 0 ? lastOrAny(file) : Gateway.bind(port);
        try {
            Files.writeString(file, Integer.toString(gateway.endpoint().getPort()));
        } catch (IOException e) {
            gateway.close();
            throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
        }
        return gateway;
    }

    private static Gateway lastOrAny(Path file) {
        try {
            if (Files.exists(file)) {
                return Gateway.bind(Integer.parseInt(Files.readString(file).strip()));
            }
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            System.getLogger(StateDirectory.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "the last port is not to be had ("
                                    + e.getMessage()
                                    + "); taking another");
        }
        return Gateway.bind(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
