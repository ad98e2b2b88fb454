package dev.roadloop.convert;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.convert.can.CanDatabase;
import dev.roadloop.convert.can.CanSource;
import dev.roadloop.convert.product.DriveProducts;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A recording written by a test, of ROS 1 messages, and its conversion.
final class TestRecording implements AutoCloseable {

    static final DriveId DRIVE = DriveId.parse("car-20260101T000000Z-0123abcd");

    private final Path file;
    private final RecordingWriter writer;
    private final Map<String, Topic> topics = new HashMap<>();
    private long count;

    TestRecording(Path file) throws IOException {
        this.file = file;
        this.writer =
                Mcap.create(FileChannel.open(file, CREATE, WRITE), WriteOptions.defaults(), "ros1");
    }

    /// Adds a message of a topic whose type has this definition.
    void add(String topic, String type, String definition, long logTime, byte[] message)
            throws IOException {
        Topic to = topics.get(topic);
        if (to == null) {
            to = writer.addTopic(topic, "ros1", Schema.of(type, "ros1msg", definition), Map.of());
            topics.put(topic, to);
        }
        writer.write(to, logTime, logTime, count++, ByteBuffer.wrap(message));
    }

    /// Puts values together as ROS 1 does: numbers by their type, texts and runs of bytes with
    /// their length before them.
    static byte[] ros1(Object... values) {
        ByteBuffer data = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (Object value : values) {
            switch (value) {
                case Double number -> data.putDouble(number);
                case Float number -> data.putFloat(number);
                case Integer number -> data.putInt(number);
                case Byte number -> data.put(number);
                case Long nanos ->
                        data.putInt((int) (nanos / 1_000_000_000))
                                .putInt((int) (nanos % 1_000_000_000));
                case String text -> {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    data.putInt(utf8.length).put(utf8);
                }
                case byte[] bytes -> data.putInt(bytes.length).put(bytes);
                default -> throw new IllegalArgumentException("no ROS value: " + value);
            }
        }
        byte[] message = new byte[data.position()];
        data.flip().get(message);
        return message;
    }

    /// Completes the file and converts it.
    ConversionReport convert(Path out, DriveProducts products) throws IOException {
        writer.close();
        return convert(file, out, products);
    }

    /// Converts a recording.
    static ConversionReport convert(Path file, Path out, DriveProducts products)
            throws IOException {
        return convert(file, out, products, Map.of());
    }

    /// Converts a recording with CAN databases.
    static ConversionReport convert(
            Path file, Path out, DriveProducts products, Map<CanSource, CanDatabase> databases)
            throws IOException {
        Path scratch = Files.createTempDirectory(out.getParent(), "scratch");
        try (SilverStore store = new DirectoryStore(out)) {
            return new DriveConverter(ConvertOptions.DEFAULT, store, scratch, products, databases)
                    .convert(
                            DRIVE,
                            List.of(
                                    new DriveFile(
                                            file.getFileName().toString(),
                                            () -> Recordings.open(file))));
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
