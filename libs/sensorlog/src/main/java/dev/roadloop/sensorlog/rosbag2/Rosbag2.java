package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Opens and creates rosbag2 recordings: databases of schema versions 1 to 4, and directories of
/// databases or MCAP files with `metadata.yaml`, compressed by message or file or not.
public final class Rosbag2 {

    private static final int COPY_BYTES = 1 << 20;

    private Rosbag2() {}

    /// Opens one `.db3` file. SQLite reads only files: a source that is none is copied to a
    /// temporary one, which is deleted when the recording is closed.
    ///
    /// @throws RecordingException if it is no rosbag2 database or nothing in it can be read
    public static Recording open(ByteSource source) throws IOException {
        Optional<Path> path = source.path();
        if (path.isPresent()) {
            return new SqliteRecording(source, path.get());
        }
        Path copy = Files.createTempFile("roadloop-", ".db3");
        try {
            copy(source, copy);
            return new SqliteRecording(new TemporarySource(source, copy), copy);
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

    /// Opens a bag directory: all its files as one recording, also where `metadata.yaml` is missing
    /// or does not list them all. Files that are missing or cannot be read are losses.
    ///
    /// @throws RecordingException if there is nothing of a bag in it, or no file can be read
    public static Recording openDirectory(Path directory) throws IOException {
        return BagDirectory.open(directory);
    }

    /// True for a file of any format that is compressed as a whole.
    public static boolean isPacked(ByteSource source) throws IOException {
        return ZstdFile.isPacked(source);
    }

    /// Opens a file that is compressed as a whole, by way of a temporary one.
    ///
    /// @throws RecordingException if there is no recording in it
    public static Recording openPacked(ByteSource source) throws IOException {
        ZstdFile.Unpacked unpacked = ZstdFile.unpack(source);
        if (ZstdFile.isPacked(unpacked.source())) {
            unpacked.source().close();
            throw new RecordingException(
                    RecordingException.Reason.UNSUPPORTED,
                    source.name()
                            + ": expected a recording in Zstandard, found Zstandard in Zstandard;"
                            + " unpack it by hand");
        }
        if (unpacked.source().size() == 0 && !unpacked.losses().isEmpty()) {
            unpacked.source().close();
            throw new RecordingException(
                    RecordingException.Reason.UNREADABLE,
                    unpacked.losses().losses().getFirst().detail());
        }
        Recording recording = Recordings.open(unpacked.source());
        return new SplitRecording(
                source.name(),
                List.of(new SplitRecording.Part(source.name(), recording)),
                unpacked.losses(),
                null);
    }

    /// Starts a database that stands alone. Topics must be of encoding `cdr` or
    /// `json`.
    ///
    /// @param file not there yet
    public static RecordingWriter create(Path file) throws IOException {
        return new SqliteWriter(
                file, String.valueOf(file.getFileName()), Rosbag2WriteOptions.defaults());
    }

    /// Starts a bag directory. Topics must be of encoding `cdr` or
    /// `json`.
    ///
    /// @param directory not there yet, or empty
    /// @param name that its files begin with
    public static RecordingWriter createDirectory(
            Path directory, String name, Rosbag2WriteOptions options) throws IOException {
        Files.createDirectories(directory);
        return new BagDirectoryWriter(directory, name, options);
    }
}
