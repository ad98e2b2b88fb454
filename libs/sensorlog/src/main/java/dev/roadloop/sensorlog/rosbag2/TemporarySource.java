package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// A file, in a temporary folder of its own, that stands for another source. Closing it deletes the
/// folder and closes the other.
final class TemporarySource implements ByteSource {

    private final ByteSource original;
    private final Path file;
    private final ByteSource content;

    TemporarySource(ByteSource original, Path file) throws IOException {
        this.original = original;
        this.file = file;
        this.content = ByteSource.of(file);
    }

    @Override
    public String name() {
        return original.name();
    }

    @Override
    public long size() {
        return content.size();
    }

    @Override
    public int read(long position, ByteBuffer target) throws IOException {
        return content.read(position, target);
    }

    @Override
    public Optional<Path> path() {
        return Optional.of(file);
    }

    @Override
    public void close() throws IOException {
        try (original;
                content) {
            Path folder = file.getParent();
            if (folder != null && Files.exists(folder)) {
                deleteFolder(folder);
            }
        }
    }

    /// Deletes a folder of files, among them those that SQLite has put beside its database.
    static void deleteFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
