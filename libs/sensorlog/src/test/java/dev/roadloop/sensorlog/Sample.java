package dev.roadloop.sensorlog;

import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.mcap.McapWriteOptions;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;

/// Small recordings with known content: 600 messages of 3 topics, times out of order within about a
/// second.
final class Sample {

    static final int MESSAGES = 600;

    /// No record of these recordings has more bytes, its head included.
    static final int LONGEST_RECORD = 300;

    private static final WriteOptions SMALL_CHUNKS = WriteOptions.defaults().withChunkBytes(4000);

    private Sample() {}

    static byte[] mcap(Compression compression, boolean chunked) throws IOException {
        WriteOptions base = SMALL_CHUNKS.withCompression(compression);
        McapWriteOptions options =
                new McapWriteOptions(
                        base, "ros1", chunked, true, true, true, true, true, true, true, true, 0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RecordingWriter writer = Mcap.create(Channels.newChannel(bytes), options)) {
            fill(writer);
        }
        return bytes.toByteArray();
    }

    static byte[] bag(Compression compression, Path folder) throws IOException {
        Path file = folder.resolve(compression + ".bag");
        try (RecordingWriter writer =
                Ros1Bag.create(file, SMALL_CHUNKS.withCompression(compression))) {
            fill(writer);
        }
        return Files.readAllBytes(file);
    }

    /// The same messages twenty times as long, in one chunk of a megabyte that compresses to half
    /// its size.
    static byte[] inOneChunk(RecordingFormat format, Compression compression, Path folder)
            throws IOException {
        Path file = folder.resolve(format + "-" + compression);
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(4 << 20);
        try (RecordingWriter writer =
                format == RecordingFormat.MCAP
                        ? Mcap.create(
                                Files.newByteChannel(
                                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                options,
                                "ros1")
                        : Ros1Bag.create(file, options)) {
            fill(writer, "ros1", Schema.of("pkg/Type", "ros1msg", "uint8[] data"), 20);
        }
        return Files.readAllBytes(file);
    }

    static byte[] database(Path folder) throws IOException {
        Path file = folder.resolve("sample.db3");
        try (RecordingWriter writer = Rosbag2.create(file)) {
            fill(writer, "cdr", Schema.of("pkg/msg/Type", "ros2msg", "uint8[] data"), 1);
        }
        return Files.readAllBytes(file);
    }

    private static void fill(RecordingWriter writer) throws IOException {
        fill(writer, "ros1", Schema.of("pkg/Type", "ros1msg", "uint8[] data"), 1);
    }

    private static void fill(RecordingWriter writer, String encoding, Schema schema, int times)
            throws IOException {
        Random random = new Random(5);
        Topic[] topics = new Topic[3];
        for (int t = 0; t < topics.length; t++) {
            topics[t] = writer.addTopic("/topic" + t, encoding, schema, Map.of("md5sum", "*"));
        }
        for (int i = 0; i < MESSAGES; i++) {
            byte[] data = new byte[times * (20 + random.nextInt(150))];
            random.nextBytes(data);
            for (int at = 0; times > 1 && at < data.length; at++) {
                data[at] &= 15;
            }
            ByteBuffer.wrap(data).putInt(i);
            long time = 1_000_000_000L + (i / 2) * 10_000_000L + random.nextInt(100) * 10_000_000L;
            writer.write(topics[i % 3], time, time, i, ByteBuffer.wrap(data));
        }
    }
}
