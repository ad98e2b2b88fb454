package dev.roadloop.convert;

import dev.roadloop.contracts.ConversionReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Writes a recording of a given size and converts it, to be run in a JVM with a small heap: camera
/// images, a fast IMU, states that change.
final class LargeDrive {

    private static final long START = 1_767_225_600_000_000_000L;
    private static final int IMAGE = 60_000;
    private static final int CYCLE = 10_000_000;
    private static final String HEADER =
            "Header header\n%s\n"
                    + "=".repeat(80)
                    + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n";

    private LargeDrive() {}

    /// @param args megabytes, a directory to work in
    public static void main(String[] args) throws Exception {
        long bytes = Long.parseLong(args[0]) << 20;
        Path directory = Path.of(args[1]);
        Path file = directory.resolve("large.mcap");
        write(file, bytes);
        ConversionReport report =
                TestRecording.convert(
                        file,
                        directory.resolve("out"),
                        new AllProducts(ConversionPolicy.bundled()));
        System.out.println(
                "%d bytes, %d rows, %d synchronised, heap %d MiB"
                        .formatted(
                                Files.size(file),
                                report.topics().stream().mapToLong(topic -> topic.rows()).sum(),
                                report.products().getFirst().items(),
                                Runtime.getRuntime().maxMemory() >> 20));
    }

    private static void write(Path file, long bytes) throws Exception {
        byte[] image = new byte[IMAGE];
        new Random(5).nextBytes(image);
        image[0] = (byte) 0xff;
        image[1] = (byte) 0xd8;
        image[2] = (byte) 0xff;
        Random random = new Random(6);
        long written = 0;
        try (TestRecording recording = new TestRecording(file)) {
            for (long i = 0; written < bytes; i++) {
                long time = START + i * CYCLE;
                if (i % 4 == 0) {
                    // Other bytes each time, so that the file is as large as the messages.
                    for (int at = 4; at + 4 < IMAGE; at += 4) {
                        int noise = random.nextInt();
                        image[at] = (byte) noise;
                        image[at + 1] = (byte) (noise >> 8);
                        image[at + 2] = (byte) (noise >> 16);
                        image[at + 3] = (byte) (noise >> 24);
                    }
                    recording.add(
                            "/camera",
                            "sensor_msgs/CompressedImage",
                            HEADER.formatted("string format\nuint8[] data"),
                            time,
                            TestRecording.ros1(0, time, "camera", "jpeg", image));
                    written += IMAGE;
                }
                for (int k = 0; k < 4; k++) {
                    byte[] imu =
                            TestRecording.ros1(
                                    0,
                                    time + k * CYCLE / 4,
                                    "imu",
                                    random.nextDouble(),
                                    random.nextDouble(),
                                    random.nextDouble());
                    recording.add(
                            "/imu",
                            "t/Imu",
                            HEADER.formatted("float64 x\nfloat64 y\nfloat64 yaw"),
                            time + k * CYCLE / 4,
                            imu);
                    written += imu.length;
                }
                recording.add(
                        "/state",
                        "t/State",
                        "string mode",
                        time,
                        TestRecording.ros1("mode " + i / 50));
            }
        }
    }
}
