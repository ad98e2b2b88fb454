package dev.roadloop.convert.clip;

import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ShownMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages of a made drive that clips are cut from.
final class ClipMessages {

    static final long START = 1_767_225_600_000_000_000L;
    static final long SECOND = 1_000_000_000;
    static final DriveTopic FRONT =
            ShownMessage.ros1("/cam.front", "sensor_msgs/CompressedImage", "uint8[] data");
    static final DriveTopic REAR =
            ShownMessage.ros1("/cam/rear", "sensor_msgs/CompressedImage", "uint8[] data");
    static final DriveTopic FIX =
            ShownMessage.ros1(
                    "/fix", "sensor_msgs/NavSatFix", "float64 latitude\nfloat64 longitude");
    private static final DriveTopic INFO =
            ShownMessage.ros1("/cam.front/info", "sensor_msgs/CameraInfo", "float64[2] K");
    static final DriveTopic ODD = ShownMessage.ros1("/odd", "std_msgs/Bool", "bool data");

    static ByteBuffer message(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ShownMessage image(DriveTopic camera, double second, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return ShownMessage.of(
                        camera,
                        at(second),
                        message(4 + bytes.length).putInt(bytes.length).put(bytes).flip())
                .withFrame("frames/x/" + at(second) + ".jpg");
    }

    static ShownMessage fix(double second, double latitude, double longitude) {
        return ShownMessage.of(
                FIX, at(second), message(16).putDouble(latitude).putDouble(longitude).flip());
    }

    private static ShownMessage info(double second, double focalLength) {
        return ShownMessage.of(
                INFO, at(second), message(16).putDouble(focalLength).putDouble(1).flip());
    }

    static long at(double second) {
        return START + Math.round(second * SECOND);
    }

    /// Twelve seconds: the front camera at 4 Hz, the rear one for a second, a position a second.
    static List<ShownMessage> drive() {
        List<ShownMessage> messages = new ArrayList<>();
        messages.add(info(0, 7));
        for (int i = 0; i < 48; i++) {
            messages.add(image(FRONT, i / 4.0, "front " + i));
            if (i < 4) {
                messages.add(image(REAR, i / 4.0 + 0.1, "rear " + i));
            }
            if (i % 4 == 0) {
                messages.add(i < 8 ? fix(i / 4.0, 0, 0) : fix(i / 4.0, 48 + i, 8));
            }
        }
        return messages;
    }

    /// Rows at 10 Hz of how many seconds have gone, and a number that nobody knows.
    record Rows(int count) implements ClipSignals {
        @Override
        public List<Column> columns() {
            return List.of(
                    new Column("seconds", "/imu", "t", "LINEAR"),
                    new Column("nothing", "/imu", "n", "STATE"));
        }

        @Override
        public void walk(Visitor visitor) throws IOException {
            for (int i = 0; i < count; i++) {
                visitor.row(
                        START + i * (SECOND / 10),
                        Arrays.<@Nullable Object>asList(i / 10.0, Double.NaN));
            }
        }
    }

    private ClipMessages() {}
}
