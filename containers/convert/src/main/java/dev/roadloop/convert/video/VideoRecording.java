package dev.roadloop.convert.video;

import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/// Turns a video into a topic of a recording, so that what comes after treats its frames as any
/// camera's: they are redacted before anything leaves the raw zone. Memory: one frame.
public final class VideoRecording {

    private static final String TYPE = "sensor_msgs/msg/CompressedImage";
    private static final String DEFINITION =
            """
            std_msgs/Header header
            string format
            uint8[] data
            ================================================================================
            MSG: std_msgs/Header
            builtin_interfaces/Time stamp
            string frame_id
            ================================================================================
            MSG: builtin_interfaces/Time
            int32 sec
            uint32 nanosec
            """;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private VideoRecording() {}

    /// Writes each frame as a JPEG message, logged and stamped when it was taken.
    ///
    /// @param start when the video begins
    /// @param topic the topic's name, which also names the coordinate frame
    /// @return packets of the video that could not be decoded
    /// @throws VideoException where the video cannot be read to its end; what was written before
    ///   stands
    public static long write(Mp4Video video, Instant start, String topic, RecordingWriter writer)
            throws VideoException, IOException {
        Topic camera =
                writer.addTopic(topic, "cdr", Schema.of(TYPE, "ros2msg", DEFINITION), Map.of());
        long origin =
                Math.addExact(
                        Math.multiplyExact(start.getEpochSecond(), NANOS_PER_SECOND),
                        start.getNano());
        long[] sequence = new long[1];
        return video.read((nanos, jpeg) -> {
            long time = origin + nanos;
            writer.write(camera, time, time, sequence[0]++, message(time, topic, jpeg));
        });
    }

    /// A message in little-endian CDR.
    private static ByteBuffer message(long time, String topic, byte[] jpeg) {
        byte[] frame = (topic + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] format = "jpeg\0".getBytes(StandardCharsets.UTF_8);
        ByteBuffer to =
                ByteBuffer.allocate(40 + frame.length + format.length + jpeg.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        to.put(new byte[] {0, 1, 0, 0});
        to.putInt((int) Math.floorDiv(time, NANOS_PER_SECOND));
        to.putInt((int) Math.floorMod(time, NANOS_PER_SECOND));
        to.putInt(frame.length).put(frame);
        align(to);
        to.putInt(format.length).put(format);
        align(to);
        return to.putInt(jpeg.length).put(jpeg).flip();
    }

    /// Numbers lie at multiples of their size behind the four bytes of encapsulation.
    private static void align(ByteBuffer to) {
        while (to.position() % Integer.BYTES != 0) {
            to.put((byte) 0);
        }
    }
}
