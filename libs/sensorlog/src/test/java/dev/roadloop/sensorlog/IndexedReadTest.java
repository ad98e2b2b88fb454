package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who asks for a part of a recording reads the index and that part of the file.
class IndexedReadTest {

    private static final int SECONDS = 100;
    private static final int CAMERA_BYTES = 20_000;
    private static final Schema SCHEMA = Schema.of("own/T", "ros1msg", "uint8[] data");

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(
            value = RecordingFormat.class,
            names = {"MCAP", "ROS1_BAG"})
    void aTimeOrATopicCostsItsPartOfTheFile(RecordingFormat format) throws IOException {
        byte[] file = Files.readAllBytes(write(format));
        long second = file.length / SECONDS;

        long time = bytesRead(file, ReadOptions.all().withTime(seconds(40), seconds(43)), 6);
        // The last seconds have chunks of the small topic alone.
        long topic = bytesRead(file, ReadOptions.all().withTopics(Set.of("/late")), SECONDS);

        assertThat(time).isLessThan(20 * second);
        assertThat(topic).isLessThan(20 * second);
    }

    /// @param expected messages of that part
    private static long bytesRead(byte[] file, ReadOptions options, int expected)
            throws IOException {
        AtomicLong read = new AtomicLong();
        ByteSource counting =
                new ByteSource() {
                    private final ByteSource bytes = TestData.inMemory(file);

                    @Override
                    public String name() {
                        return bytes.name();
                    }

                    @Override
                    public long size() {
                        return bytes.size();
                    }

                    @Override
                    public int read(long position, ByteBuffer target) throws IOException {
                        int n = bytes.read(position, target);
                        read.addAndGet(n);
                        return n;
                    }

                    @Override
                    public void close() {}
                };
        int messages = 0;
        try (Recording recording = Recordings.open(counting);
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                messages++;
            }
            assertThat(cursor.losses()).isEqualTo(LossReport.NONE);
        }
        assertThat(messages).isEqualTo(expected);
        return read.get();
    }

    private Path write(RecordingFormat format) throws IOException {
        Path file = folder.resolve("drive");
        WriteOptions options =
                WriteOptions.defaults()
                        .withCompression(Compression.NONE)
                        .withChunkBytes(2 * CAMERA_BYTES);
        Random random = new Random(1);
        try (RecordingWriter writer =
                format == RecordingFormat.ROS1_BAG
                        ? Ros1Bag.create(file, options)
                        : Mcap.create(
                                Files.newByteChannel(
                                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                options,
                                "ros1")) {
            Topic camera = writer.addTopic("/camera", "ros1", SCHEMA, Map.of());
            Topic gps = writer.addTopic("/gps", "ros1", SCHEMA, Map.of());
            for (int i = 0; i < SECONDS; i++) {
                byte[] picture = new byte[CAMERA_BYTES];
                random.nextBytes(picture);
                writer.write(camera, seconds(i), seconds(i), i, ByteBuffer.wrap(picture));
                writer.write(gps, seconds(i), seconds(i), i, ByteBuffer.allocate(40));
            }
            Topic late = writer.addTopic("/late", "ros1", SCHEMA, Map.of());
            for (int i = 0; i < SECONDS; i++) {
                long time = seconds(SECONDS) + i;
                writer.write(late, time, time, i, ByteBuffer.allocate(40));
            }
        }
        return file;
    }

    private static long seconds(int seconds) {
        return seconds * 1_000_000_000L;
    }
}
