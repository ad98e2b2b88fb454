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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

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
    private static final String TIME = "/time";

    private final Map<String, String[]> types = new LinkedHashMap<>();
    private final Map<String, double[]> silences = new HashMap<>();
    private final Map<String, DoubleUnaryOperator> stamps = new HashMap<>();
    private final Set<String> unstamped = new HashSet<>();
    private final Set<String> cutShort = new HashSet<>();
    private String backwards = "";
    private int withoutFix;
    private double offset;
    private double pace = 1;
    private DoubleUnaryOperator gpsOffset = t -> 0;

    private TestDrive() {
        types.put(
                "/camera",
                new String[] {"sensor_msgs/msg/CompressedImage", "string format\nuint8[] data\n"});
        types.put(
                "/fix",
                new String[] {
                    "sensor_msgs/msg/NavSatFix",
                    "float64 latitude\nfloat64 longitude\nfloat64 altitude\n"
                });
        types.put("/imu", new String[] {"sensor_msgs/msg/Imu", "float64 x\n"});
    }

    static TestDrive complete() {
        return new TestDrive();
    }

    /// Without any message.
    static TestDrive empty() {
        TestDrive drive = new TestDrive();
        drive.types.clear();
        return drive;
    }

    TestDrive without(String topic) {
        types.remove(topic);
        return this;
    }

    TestDrive silent(String topic, double from, double to) {
        silences.put(topic, new double[] {from, to});
        return this;
    }

    /// Header stamps are the log time plus this many seconds, as a function of seconds.
    TestDrive stamps(String topic, DoubleUnaryOperator plus) {
        stamps.put(topic, plus);
        return this;
    }

    TestDrive unstamped(String topic) {
        unstamped.add(topic);
        return this;
    }

    /// Its first message ends too early.
    TestDrive cutShort(String topic) {
        cutShort.add(topic);
        return this;
    }

    /// With a topic whose schema is no schema.
    TestDrive withBadSchema() {
        types.put("/odd", new String[] {"odd_msgs/msg/Odd", "what is this?\n"});
        return this;
    }

    /// With a GPS that tells the time: the log time plus this many seconds.
    TestDrive gpsTime(DoubleUnaryOperator plus) {
        types.put(
                TIME,
                new String[] {
                    "sensor_msgs/msg/TimeReference", "builtin_interfaces/Time time_ref\n"
                });
        gpsOffset = plus;
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

    /// With so many times the rate.
    TestDrive paced(double times) {
        pace = times;
        return this;
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WriteOptions options =
                WriteOptions.defaults().withCompression(Compression.NONE).withChunkBytes(2048);
        try (RecordingWriter writer = Mcap.create(Channels.newChannel(out), options, "ros2")) {
            Map<String, Topic> topics = new LinkedHashMap<>();
            for (Map.Entry<String, String[]> type : types.entrySet()) {
                String text = HEADER + type.getValue()[1] + HEADER_TYPE;
                topics.put(
                        type.getKey(),
                        writer.addTopic(
                                type.getKey(),
                                "cdr",
                                Schema.of(type.getValue()[0], "ros2msg", text),
                                Map.of()));
            }
            for (int i = 0; i < MESSAGES; i++) {
                for (Map.Entry<String, Topic> topic : topics.entrySet()) {
                    write(writer, topic.getValue(), topic.getKey(), i);
                }
            }
        }
        return out.toByteArray();
    }

    private void write(RecordingWriter writer, Topic topic, String name, int i) throws IOException {
        double seconds = i / 10.0;
        double[] silence = silences.getOrDefault(name, new double[] {-1, -1});
        if (seconds > silence[0] && seconds < silence[1]) {
            return;
        }
        int step = name.equals(backwards) && i % 10 == 5 ? i - 3 : i;
        long logTime = START + (long) (offset * 1e9) + (long) (step * 1e8 / pace);
        ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        data.put(new byte[] {0, 1, 0, 0});
        time(
                data,
                unstamped.contains(name)
                        ? 0
                        : plus(logTime, stamps.getOrDefault(name, t -> 0), seconds));
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
            case TIME -> time(data, plus(logTime, gpsOffset, seconds));
            default -> data.putDouble(i);
        }
        data.flip();
        if (i == 0 && cutShort.contains(name)) {
            data.limit(data.limit() - 4);
        }
        writer.write(topic, logTime, logTime, i, data);
    }

    private static long plus(long time, DoubleUnaryOperator plus, double seconds) {
        return time + Math.round(plus.applyAsDouble(seconds) * 1e9);
    }

    private static void time(ByteBuffer data, long nanos) {
        data.putInt((int) (nanos / 1_000_000_000L)).putInt((int) (nanos % 1_000_000_000L));
    }
}
