package dev.roadloop.cli;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// Makes recordings that are broken in one stated way.
final class DamagedRecordings {

    private static final long START = 1_780_000_000_000_000_000L;
    private static final int MCAP_MAGIC = 8;
    private static final int RECORD_HEADER = 9;
    private static final byte MCAP_CHUNK = 6;

    private DamagedRecordings() {}

    static Path truncated(Path whole, int length, Path target) throws IOException {
        return Files.write(target, Arrays.copyOf(Files.readAllBytes(whole), length));
    }

    static Path flipped(Path whole, int offset, int mask, Path target) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        bytes[offset] ^= (byte) mask;
        return Files.write(target, bytes);
    }

    /// The first chunk says that it unpacks to 16 GiB.
    static Path chunkBomb(Path mcap, Path target) throws IOException {
        byte[] bytes = Files.readAllBytes(mcap);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(firstChunk(bytes) + RECORD_HEADER + 16, 16L << 30);
        return Files.write(target, bytes);
    }

    /// A chunk without a byte in it stands before the first.
    static Path emptyChunk(Path mcap, Path target) throws IOException {
        byte[] bytes = Files.readAllBytes(mcap);
        int place = firstChunk(bytes);
        int content = 8 + 8 + 8 + 4 + 4 + 8;
        ByteBuffer chunk =
                ByteBuffer.allocate(RECORD_HEADER + content).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(MCAP_CHUNK).putLong(content);
        ByteBuffer all = ByteBuffer.allocate(bytes.length + chunk.capacity());
        all.put(bytes, 0, place).put(chunk.rewind()).put(bytes, place, bytes.length - place);
        return Files.write(target, all.array());
    }

    /// A bag, for MCAP holds 65,535 topics at most.
    static Path manyTopics(int count, Path target) throws IOException {
        try (RecordingWriter writer =
                Ros1Bag.create(target, WriteOptions.defaults().withCompression(Compression.NONE))) {
            Schema schema = Schema.of("std_msgs/UInt8", "ros1msg", "uint8 data");
            ByteBuffer data = ByteBuffer.wrap(new byte[1]);
            for (int i = 0; i < count; i++) {
                Topic topic = writer.addTopic("/t/" + i, "ros1", schema, Map.of());
                writer.write(topic, START + i, START + i, i, data);
            }
        }
        return target;
    }

    static Path backwards(int messages, Path target) throws IOException {
        try (RecordingWriter writer = mcap(target)) {
            Topic topic = writer.addTopic("/state", "json", Schema.NONE, Map.of());
            for (int i = 0; i < messages; i++) {
                long time = START + (messages - i) * 1_000_000L;
                byte[] data = ("{\"i\":" + i + "}").getBytes(StandardCharsets.UTF_8);
                writer.write(topic, time, time, i, ByteBuffer.wrap(data));
            }
        }
        return target;
    }

    /// Message counts by topic.
    static Map<String, Long> messages(Path file) throws IOException {
        try (Recording recording = Recordings.open(file)) {
            TreeMap<String, Long> counts = new TreeMap<>();
            try (MessageCursor cursor = recording.read(ReadOptions.all())) {
                while (cursor.next()) {
                    counts.merge(cursor.message().topic().name(), 1L, Long::sum);
                }
            }
            return counts;
        }
    }

    private static RecordingWriter mcap(Path target) throws IOException {
        return Mcap.create(
                FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                WriteOptions.defaults(),
                "");
    }

    private static int firstChunk(byte[] mcap) {
        ByteBuffer bytes = ByteBuffer.wrap(mcap).order(ByteOrder.LITTLE_ENDIAN);
        int at = MCAP_MAGIC;
        while (bytes.get(at) != MCAP_CHUNK) {
            at += RECORD_HEADER + (int) bytes.getLong(at + 1);
        }
        return at;
    }
}
