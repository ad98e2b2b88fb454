package dev.roadloop.video;

import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.function.LongConsumer;

/// Turns a video into a topic of a recording, so that what comes after treats its frames as any
/// camera's: they are redacted before anything leaves the raw zone. Memory: one frame.
public final class VideoRecording {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private VideoRecording() {}

    /// Writes each frame as a JPEG message, logged and stamped when it was taken.
    ///
    /// @param start when the video begins
    /// @param topic the topic's name, which also names the coordinate frame
    /// @param progress hears which byte of the video has been read
    /// @return packets of the video that could not be decoded
    /// @throws VideoException where the video cannot be read to its end; what was written before
    ///   stands
    public static long write(
            Mp4Video video,
            Instant start,
            String topic,
            RecordingWriter writer,
            LongConsumer progress)
            throws VideoException, IOException {
        Topic camera = writer.addTopic(topic, JpegMessage.ENCODING, JpegMessage.SCHEMA, Map.of());
        long origin =
                Math.addExact(
                        Math.multiplyExact(start.getEpochSecond(), NANOS_PER_SECOND),
                        start.getNano());
        long[] sequence = new long[1];
        return video.read(
                (nanos, jpeg) -> {
                    long time = origin + nanos;
                    writer.write(
                            camera, time, time, sequence[0]++, JpegMessage.of(time, topic, jpeg));
                },
                progress);
    }
}
