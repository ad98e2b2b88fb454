package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Opens and creates rosbag2 recordings: databases of schema versions 1 to 4, and directories of
/// databases or MCAP files with `metadata.yaml`, compressed by message or file or not.
public final class Rosbag2 {

    private Rosbag2() {}

    /// Opens one `.db3` file. SQLite reads only files: a source that is none is copied to a
    /// temporary one, which is deleted when the recording is closed; so is a database that a killed
    /// recorder has left a `-wal` or `-journal` beside. Nothing is ever written beside the file.
    ///
    /// @throws RecordingException if it is no rosbag2 database or nothing in it can be read
    public static Recording open(ByteSource source) throws IOException {
        DatabaseFiles files = DatabaseFiles.of(source);
        try {
            return new SqliteRecording(files);
        } catch (IOException | RuntimeException e) {
            files.source().close();
            throw e;
        }
    }

    /// Opens a bag directory: all its files as one recording, also where `metadata.yaml` is missing
    /// or does not list them all. Files that are missing or cannot be read are losses.
    ///
    /// @throws RecordingException if there is nothing of a bag in it, or no file can be read
    public static Recording openDirectory(BagFolder directory) throws IOException {
        return BagDirectory.open(directory);
    }

    /// Whether a file of this name, in a bag directory, is one of the bag's.
    public static boolean belongsToDirectory(String file) {
        return BagDirectory.RECORDING.matcher(file).matches();
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
                List.of(new SplitRecording.Part(source.name(), recording, source)),
                unpacked.losses(),
                null);
    }

    /// Starts a database that stands alone. Topics must be of encoding `cdr` or `json`.
    ///
    /// @param file not there yet
    public static RecordingWriter create(Path file) throws IOException {
        return new SqliteWriter(
                file, String.valueOf(file.getFileName()), Rosbag2WriteOptions.defaults());
    }

    /// Starts a bag directory. Topics must be of encoding `cdr` or `json`.
    ///
    /// @param directory not there yet, or empty
    /// @param name that its files begin with
    public static RecordingWriter createDirectory(
            Path directory, String name, Rosbag2WriteOptions options) throws IOException {
        Files.createDirectories(directory);
        return new BagDirectoryWriter(directory, name, options);
    }
}
