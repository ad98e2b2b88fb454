package dev.roadloop.sensorlog;

import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.mp4.Mp4;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import dev.roadloop.sensorlog.rosbag2.BagFolder;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Opens recordings. The format is told by the bytes, never by the file's name. A file that is
/// compressed with Zstandard as a whole, as rosbag2 can do, is unpacked to a temporary one.
public final class Recordings {

    private static final int HEAD = 16;
    private static final Pattern NAME =
            Pattern.compile(
                    ".*\\.((mcap|bag|db3)(\\.zstd)?|mp4|mov)",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Recordings() {}

    /// Whether a file is called like a recording. What it is, its bytes tell when it is opened.
    public static boolean isCalledOne(String file) {
        return NAME.matcher(file).matches();
    }

    /// Opens a local file, or a directory of rosbag2 with all its files as one recording.
    ///
    /// @throws RecordingException if it is no recording, with the reason
    /// @throws IOException if it cannot be read
    public static Recording open(Path file) throws IOException {
        return Files.isDirectory(file)
                ? Rosbag2.openDirectory(BagFolder.of(file))
                : open(ByteSource.of(file));
    }

    /// Opens a local recording, as above, for those who watch how it is read.
    ///
    /// @param progress hears of every read in file order; one by log time only tells its beginning
    /// @throws RecordingException if it is no recording, with the reason
    /// @throws IOException if it cannot be read
    public static Recording open(Path file, ReadProgress progress) throws IOException {
        return new WatchedRecording(open(file), sizeOf(file), progress);
    }

    /// Bytes of a local recording: of the file, or of all files in the directory.
    ///
    /// @throws IOException if there is none
    public static long sizeOf(Path recording) throws IOException {
        if (!Files.isDirectory(recording)) {
            return Files.size(recording);
        }
        long size = 0;
        try (Stream<Path> files = Files.list(recording)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += Files.size(file);
            }
        }
        return size;
    }

    /// Opens a recording; the source is closed with it, and also if opening fails.
    ///
    /// @throws RecordingException if it is no recording, with the reason
    /// @throws IOException if it cannot be read
    public static Recording open(ByteSource source) throws IOException {
        String name = source.name();
        return open(source, VideoHint.of(name.substring(name.lastIndexOf('/') + 1)));
    }

    /// The same for a file that may be a video.
    ///
    /// @param hint what it has to be called, and when it begins
    /// @throws RecordingException if it is no recording, with the reason
    /// @throws IOException if it cannot be read
    public static Recording open(ByteSource source, VideoHint hint) throws IOException {
        try {
            if (Rosbag2.isPacked(source)) {
                return Rosbag2.openPacked(source);
            }
            return switch (sniff(source)) {
                case MCAP -> Mcap.open(source);
                case ROS1_BAG -> Ros1Bag.open(source);
                case ROSBAG2_SQLITE -> Rosbag2.open(source);
                case MP4 -> Mp4.open(source, hint);
            };
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /// Tells the format.
    ///
    /// @throws RecordingException if it is no known one
    public static RecordingFormat sniff(ByteSource source) throws IOException {
        if (source.size() == 0) {
            throw new RecordingException(
                    RecordingException.Reason.EMPTY,
                    source.name()
                            + ": expected a recording, found an empty file; record or upload it"
                            + " again");
        }
        byte[] head = new byte[(int) Math.min(HEAD, source.size())];
        source.read(0, ByteBuffer.wrap(head));
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.startsWith("\u0089MCAP0\r\n")) {
            return RecordingFormat.MCAP;
        }
        if (text.startsWith("#ROSBAG V2.0\n")) {
            return RecordingFormat.ROS1_BAG;
        }
        if (text.startsWith("SQLite format 3\0")) {
            return RecordingFormat.ROSBAG2_SQLITE;
        }
        if (Mp4.isMp4(text)) {
            return RecordingFormat.MP4;
        }
        throw new RecordingException(
                RecordingException.Reason.UNKNOWN_FORMAT,
                source.name()
                        + ": expected an MCAP file, a ROS 1 bag (V2.0), a rosbag2 database or an"
                        + " MP4 video, found a file that starts with "
                        + HexFormat.of().formatHex(head)
                        + "; only recordings can be read");
    }
}
