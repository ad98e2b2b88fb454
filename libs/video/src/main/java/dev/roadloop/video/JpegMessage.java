package dev.roadloop.video;

import dev.roadloop.sensorlog.Schema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A picture as a message of ROS 2: `sensor_msgs/msg/CompressedImage` in little-endian CDR.
public final class JpegMessage {

    /// How the messages of such a topic are encoded.
    public static final String ENCODING = "cdr";

    /// What they follow.
    public static final Schema SCHEMA =
            Schema.of(
                    "sensor_msgs/msg/CompressedImage",
                    "ros2msg",
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
                    """);

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /// All that is not text or picture, with the most that alignment adds.
    private static final int FRAME_BYTES = 40;

    private JpegMessage() {}

    /// A message.
    ///
    /// @param stamp when it was taken, nanoseconds since the Unix epoch
    /// @param frameId the camera's coordinate frame
    public static ByteBuffer of(long stamp, String frameId, byte[] jpeg) {
        byte[] frame = (frameId + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] format = "jpeg\0".getBytes(StandardCharsets.UTF_8);
        ByteBuffer to =
                ByteBuffer.allocate(FRAME_BYTES + frame.length + format.length + jpeg.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        to.put(new byte[] {0, 1, 0, 0});
        to.putInt((int) Math.floorDiv(stamp, NANOS_PER_SECOND));
        to.putInt((int) Math.floorMod(stamp, NANOS_PER_SECOND));
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
