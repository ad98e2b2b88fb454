package dev.roadloop.sensorlog.ros1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class HostileBagTest {

    private static final int LIMIT = 1 << 20;
    private static final int TOPICS = 100_000;
    private static final Schema SCHEMA = Schema.of("t/T", "ros1msg", "uint8[] data");

    @TempDir Path folder;

    @Test
    @Tag("slow")
    void aHundredThousandTopicsAreTopicsLikeAny() throws IOException {
        Path bag = folder.resolve("many.bag");
        WriteOptions options = WriteOptions.defaults().withCompression(Compression.LZ4);
        try (RecordingWriter writer = Ros1Bag.create(bag, options)) {
            for (int i = 0; i < TOPICS; i++) {
                Topic topic = writer.addTopic("/t" + i, "ros1", SCHEMA, Map.of());
                writer.write(topic, i, i, 0, ByteBuffer.allocate(4).putInt(0, i));
            }
        }
        Set<String> topics = new HashSet<>();
        try (Recording recording = Recordings.open(bag);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            assertThat(recording.summary().topics()).hasSize(TOPICS);
            while (cursor.next()) {
                topics.add(cursor.message().topic().name());
            }
            assertThat(cursor.losses()).isEqualTo(LossReport.NONE);
        }
        assertThat(topics).hasSize(TOPICS);
    }

    /// 16 MiB of zeros in the first of two chunks.
    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4", "BZ2"})
    void aBombIsALossAndWhatFollowsIsRead(Compression compression) throws IOException {
        Path bag = folder.resolve("bomb.bag");
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(1000);
        try (RecordingWriter writer = Ros1Bag.create(bag, options)) {
            Topic topic = writer.addTopic("/bomb", "ros1", SCHEMA, Map.of());
            writer.write(topic, 1, 1, 0, ByteBuffer.allocate(16 << 20));
            writer.write(topic, 2, 2, 0, ByteBuffer.allocate(10));
        }
        long messages = 0;
        try (Recording recording = Recordings.open(bag);
                MessageCursor cursor = recording.read(ReadOptions.all().withLimits(LIMIT, LIMIT))) {
            while (cursor.next()) {
                assertThat(cursor.message().logTime()).isEqualTo(2);
                messages++;
            }
            assertThat(messages).isEqualTo(1);
            assertThat(cursor.losses().messages()).hasValue(1);
            assertThat(cursor.losses().losses())
                    .singleElement()
                    .satisfies(loss -> {
                        assertThat(loss.reason()).isEqualTo(Loss.Reason.TOO_LARGE);
                        assertThat(loss.topic()).isEqualTo("/bomb");
                    });
        }
    }
}
