package dev.roadloop.redact;

import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.SplittableRandom;

/// Recordings with pictures in which a license plate can be seen, in some frames.
final class Scenes {

    static final long START = 1_700_000_000_000_000_000L;
    static final long FRAME = 100_000_000L;
    static final int WIDTH = 480;
    static final int HEIGHT = 270;

    static final Schema COMPRESSED =
            Schema.of(
                    "sensor_msgs/CompressedImage",
                    "ros1msg",
                    """
                    std_msgs/Header header
                    string format
                    uint8[] data
                    ================================================================================
                    MSG: std_msgs/Header
                    uint32 seq
                    time stamp
                    string frame_id
                    """);

    private static final Schema NUMBER = Schema.of("std_msgs/Float64", "ros1msg", "float64 data\n");

    private Scenes() {}

    /// A street of grey noise.
    static Pixels street(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bgr = new byte[3 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int row = i / WIDTH;
            int grey = 90 + row / 6 + random.nextInt(9);
            bgr[3 * i] = (byte) grey;
            bgr[3 * i + 1] = (byte) (grey - 3);
            bgr[3 * i + 2] = (byte) (grey - 6);
        }
        return new Pixels(WIDTH, HEIGHT, bgr);
    }

    /// The same with a plate.
    static Pixels withPlate(long seed, PixelBox box) {
        Pixels street = street(seed);
        PlateArt.render(new SplittableRandom(7)).paint(street, box, 1, () -> 0);
        return street;
    }

    static byte[] jpeg(Pixels pixels) {
        return jpeg(pixels, 90);
    }

    static byte[] jpeg(Pixels pixels, int quality) {
        try (Picture picture = pixels.picture()) {
            return picture.encodeJpeg(quality);
        }
    }

    /// A ROS 1 CompressedImage.
    static byte[] message(long time, byte[] content) {
        byte[] frame = "camera".getBytes(StandardCharsets.UTF_8);
        byte[] format = "jpeg".getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(12 + 4 + frame.length + 4 + format.length + 4 + content.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(1).putInt((int) (time / 1_000_000_000L)).putInt((int) (time % 1_000_000_000L));
        out.putInt(frame.length).put(frame).putInt(format.length).put(format);
        return out.putInt(content.length).put(content).array();
    }

    /// Gives the picture of a frame.
    interface Shot {
        /// What stands in the message's field `data`.
        byte[] at(int frame);
    }

    /// Writes a recording: a camera at 10 Hz, and a number at 50 Hz.
    static Path write(Path file, int frames, Shot shot) throws IOException {
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(
                                file,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "ros1")) {
            Topic camera = writer.addTopic("/camera", "ros1", COMPRESSED, Map.of());
            Topic number = writer.addTopic("/speed", "ros1", NUMBER, Map.of());
            for (int i = 0; i < frames; i++) {
                long time = START + i * FRAME;
                writer.write(camera, time, time, i, ByteBuffer.wrap(message(time, shot.at(i))));
                for (int j = 0; j < 5; j++) {
                    long at = time + j * FRAME / 5;
                    ByteBuffer value =
                            ByteBuffer.allocate(8)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putDouble(0, i + j / 5.0);
                    writer.write(number, at, at, 0, value);
                }
            }
        }
        return file;
    }

    /// What was written, decoded by hand.
    static byte[] content(ByteBuffer message) {
        ByteBuffer in = message.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + 12);
        in.position(in.position() + 4 + in.getInt(in.position()));
        in.position(in.position() + 4 + in.getInt(in.position()));
        byte[] content = new byte[in.getInt()];
        in.get(content);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(content);
        return out.toByteArray();
    }
}
