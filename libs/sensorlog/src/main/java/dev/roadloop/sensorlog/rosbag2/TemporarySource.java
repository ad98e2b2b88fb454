package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A temporary file that stands for another source. Closing it deletes it and closes the other.
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
            Files.deleteIfExists(file);
        }
    }
}
