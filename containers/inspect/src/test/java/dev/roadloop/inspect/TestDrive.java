package dev.roadloop.inspect;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// A ten-second drive with camera, position and IMU at 10 Hz, and ways to spoil it.
final class TestDrive {

    private static final String HEADER = "std_msgs/Header header\n";
    private static final String SEPARATOR = "=".repeat(80);
    private static final String HEADER_TYPE =
            SEPARATOR
                    + "\nMSG: std_msgs/Header\nbuiltin_interfaces/Time stamp\nstring frame_id\n"
                    + SEPARATOR
                    + "\nMSG: builtin_interfaces/Time\nint32 sec\nuint32 nanosec\n";
    private static final long START = 1_767_322_800_000_000_000L;
    private static final int MESSAGES = 100;

    private final Set<String> missing = new HashSet<>();
    private final Map<String, double[]> silences = new HashMap<>();
    private final Map<String, Double> lags = new HashMap<>();
    private String backwards = "";
    private int withoutFix;
    private double offset;

    static TestDrive complete() {
        return new TestDrive();
    }

    TestDrive without(String topic) {
        missing.add(topic);
        return this;
    }

    TestDrive silent(String topic, double from, double to) {
        silences.put(topic, new double[] {from, to});
        return this;
    }

    TestDrive stampLag(String topic, double seconds) {
        lags.put(topic, seconds);
        return this;
    }

    TestDrive backwards(String topic) {
        backwards = topic;
        return this;
    }

    TestDrive noFix(int count) {
        withoutFix = count;
        return this;
    }

    TestDrive startingAt(double seconds) {
        offset = seconds;
        return this;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriteOptions options =
                WriteOptions.defaults().withCompression(Compression.NONE).withChunkBytes(2048);
        try (RecordingWriter writer = Mcap.create(Channels.newChannel(out), options, "ros2")) {
            Map<String, Topic> topics = new HashMap<>();
            declare(
                    writer,
                    topics,
                    "/camera",
                    "sensor_msgs/msg/CompressedImage",
                    "string format\nuint8[] data\n");
            declare(
                    writer,
                    topics,
                    "/fix",
                    "sensor_msgs/msg/NavSatFix",
                    "float64 latitude\nfloat64 longitude\nfloat64 altitude\n");
            declare(writer, topics, "/imu", "sensor_msgs/msg/Imu", "float64 x\n");
            for (int i = 0; i < MESSAGES; i++) {
                for (String topic : new String[] {"/camera", "/fix", "/imu"}) {
                    write(writer, topics.get(topic), topic, i);
                }
            }
        }
        return out.toByteArray();
    }

    private void declare(
            RecordingWriter writer,
            Map<String, Topic> topics,
            String name,
            String type,
            String fields)
            throws IOException {
        if (!missing.contains(name)) {
            ByteBuffer text =
                    ByteBuffer.wrap(
                            (HEADER + fields + HEADER_TYPE).getBytes(StandardCharsets.UTF_8));
            topics.put(
                    name, writer.addTopic(name, "cdr", Schema.of(type, "ros2msg", text), Map.of()));
        }
    }

    private void write(RecordingWriter writer, Topic topic, String name, int i) throws IOException {
        double seconds = i / 10.0;
        double[] silence = silences.getOrDefault(name, new double[] {-1, -1});
        if (topic == null || seconds > silence[0] && seconds < silence[1]) {
            return;
        }
        int step = name.equals(backwards) && i % 10 == 5 ? i - 3 : i;
        long logTime = START + (long) (offset * 1e9) + step * 100_000_000L;
        ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        data.put(new byte[] {0, 1, 0, 0});
        long stamp = logTime - (long) (lags.getOrDefault(name, 0.0) * 1e9);
        data.putInt((int) (stamp / 1_000_000_000L)).putInt((int) (stamp % 1_000_000_000L));
        data.putInt(4).put("ego\0".getBytes(StandardCharsets.US_ASCII));
        switch (name) {
            case "/camera" ->
                    data.putInt(5)
                            .put("jpeg\0".getBytes(StandardCharsets.US_ASCII))
                            .put(new byte[3])
                            .putInt(8)
                            .putLong(i);
            case "/fix" ->
                    data.putDouble(
                                    i < withoutFix
                                            ? Double.NaN
                                            : 49.0 + Math.max(0, i - withoutFix) * 1e-5)
                            .putDouble(8.4)
                            .putDouble(110);
            default -> data.putDouble(i);
        }
        writer.write(topic, logTime, logTime, i, data.flip());
    }
}
