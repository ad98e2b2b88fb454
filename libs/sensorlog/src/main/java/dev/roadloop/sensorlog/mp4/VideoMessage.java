package dev.roadloop.sensorlog.mp4;

import dev.roadloop.sensorlog.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// An access unit as a message of ROS 2: `foxglove_msgs/msg/CompressedVideo` in little-endian CDR.
final class VideoMessage {

    static final String ENCODING = "cdr";

    static final Schema SCHEMA =
            Schema.of(
                    "foxglove_msgs/msg/CompressedVideo",
                    "ros2msg",
                    """
                    builtin_interfaces/Time timestamp
                    string frame_id
                    uint8[] data
                    string format
                    ================================================================================
                    MSG: builtin_interfaces/Time
                    int32 sec
                    uint32 nanosec
                    """);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /// All that is not text or video, with the most that alignment adds.
    private static final int FRAME_BYTES = 40;

    private VideoMessage() {}

    /// A message.
    ///
    /// @param time when the frame is shown, nanoseconds since the Unix epoch
    static ByteBuffer of(long time, String frameId, byte[] unit, String format) {
        byte[] frame = (frameId + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] codec = (format + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer to =
                ByteBuffer.allocate(FRAME_BYTES + frame.length + codec.length + unit.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        to.put(new byte[] {0, 1, 0, 0});
        to.putInt((int) Math.floorDiv(time, NANOS_PER_SECOND));
        to.putInt((int) Math.floorMod(time, NANOS_PER_SECOND));
        to.putInt(frame.length).put(frame);
        align(to);
        to.putInt(unit.length).put(unit);
        align(to);
        return to.putInt(codec.length).put(codec).flip();
    }

    /// Numbers lie at multiples of their size behind the four bytes of encapsulation.
    private static void align(ByteBuffer to) {
        while (to.position() % Integer.BYTES != 0) {
            to.put((byte) 0);
        }
    }
}
