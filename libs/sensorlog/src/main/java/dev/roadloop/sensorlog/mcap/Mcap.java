package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.WriteOptions;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;

/// Opens and creates MCAP files.
public final class Mcap {

    private Mcap() {}

    /// Opens an MCAP file, whether or not it is complete: a file that lacks its end is read by
    /// scanning.
    ///
    /// @throws IOException if the bytes cannot be had
    public static Recording open(ByteSource source) throws IOException {
        return new McapRecording(source, McapIndex.load(source));
    }

    /// Starts a file with index and statistics.
    ///
    /// @param profile as in MCAP's registry, e.g. `ros1`, `ros2`; may be empty
    public static McapWriter create(
            WritableByteChannel target, WriteOptions options, String profile) throws IOException {
        return create(target, McapWriteOptions.complete(options, profile));
    }

    /// Starts a file with just the parts that `options` name.
    public static McapWriter create(WritableByteChannel target, McapWriteOptions options)
            throws IOException {
        return new McapWriter(target, options);
    }
}
