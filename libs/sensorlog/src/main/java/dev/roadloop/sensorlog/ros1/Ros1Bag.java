package dev.roadloop.sensorlog.ros1;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;

/// Opens and creates ROS 1 bags.
///
/// Topics have the encoding `ros1`, schemas `ros1msg`. A connection's other fields are the topic's
/// metadata: `md5sum`, `callerid`, `latching`. Bags have no publish times and no sequence numbers.
public final class Ros1Bag {

    private Ros1Bag() {}

    /// Opens a bag, whether or not it has its index: one that was not closed is read by scanning.
    ///
    /// @throws RecordingException if it is encrypted
    /// @throws IOException if the bytes cannot be had
    public static Recording open(ByteSource source) throws IOException {
        return new BagRecording(source, BagIndex.load(source));
    }

    /// Starts a bag. It needs a file and not a stream, because its first record says where the
    /// index lies.
    ///
    /// Keeps topics with encoding `ros1` and schema encoding `ros1msg` only, refuses others, and
    /// keeps neither publish times nor sequence numbers. `md5sum` in a topic's metadata is kept;
    /// `rosbag play` wants it.
    public static RecordingWriter create(Path file, WriteOptions options) throws IOException {
        return new BagWriter(OutputFile.create(file), options);
    }
}
