package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Opens rosbag2 databases: schema versions 1 to 4, uncompressed.
public final class Rosbag2 {

    private static final int COPY_BYTES = 1 << 20;

    private Rosbag2() {}

    /// Opens one `.db3` file. SQLite reads only files: a source that is none is copied to a
    /// temporary one, which is deleted when the recording is closed.
    ///
    /// @throws dev.roadloop.sensorlog.RecordingException if it is no rosbag2 database or nothing in
    ///   it can be read
    public static Recording open(ByteSource source) throws IOException {
        Optional<Path> path = source.path();
        if (path.isPresent()) {
            return new SqliteRecording(source, path.get(), false);
        }
        Path copy = Files.createTempFile("roadloop-", ".db3");
        try {
            copy(source, copy);
            return new SqliteRecording(source, copy, true);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static void copy(ByteSource source, Path target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.WRITE)) {
            for (long at = 0; at < source.size(); at += buffer.limit()) {
                buffer.clear();
                int n = source.read(at, buffer);
                if (n <= 0) {
                    throw new IOException(
                            "%s ends at byte %d; expected %d"
                                    .formatted(source.name(), at, source.size()));
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
        }
    }
}
