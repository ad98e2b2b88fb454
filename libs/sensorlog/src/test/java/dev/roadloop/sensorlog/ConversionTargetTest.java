package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roadloop.domain.TransientException;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.mcap.McapWriter;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversionTargetTest {

    @TempDir Path folder;

    @Test
    void aDirectoryWithFilesIsNeverReplaced() throws IOException {
        Path file = folder.resolve("a.mcap");
        mcap(file).close();
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("notes.txt"), "x");

        assertThatThrownBy(() ->
                        RecordingConversion.convert(file, mine, Rosbag2WriteOptions.defaults()))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("mine: expected a directory that is empty");
        assertThat(mine.resolve("notes.txt")).exists();
    }

    @Test
    void whatAKilledConversionLeftIsReplacedAndFilesOfOthersAreNot() throws IOException {
        Path file = folder.resolve("a.mcap");
        mcap(file).close();
        Path part = Files.createDirectory(folder.resolve("bag.part"));
        Files.writeString(part.resolve("bag_0.db3"), "half");

        assertThatThrownBy(() ->
                        RecordingConversion.convert(
                                file, folder.resolve("bag"), Rosbag2WriteOptions.defaults()))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("bag.part: expected nothing there, or what a conversion to")
                .hasMessageContaining("move or delete it");
        assertThat(part.resolve("bag_0.db3")).hasContent("half");

        Files.createFile(part.resolve("conversion.unfinished"));
        RecordingConversion.convert(file, folder.resolve("bag"), Rosbag2WriteOptions.defaults());

        assertThat(part).doesNotExist();
        try (Stream<Path> files = Files.list(folder.resolve("bag"))) {
            assertThat(files)
                    .extracting(each -> each.getFileName().toString())
                    .containsExactlyInAnyOrder("bag_0.db3", "metadata.yaml");
        }
    }

    @Test
    void aTimeThatABagCannotHoldLeavesTheOldTargetAsItWas() throws IOException {
        Path file = folder.resolve("late.mcap");
        try (McapWriter writer = mcap(file)) {
            Topic topic =
                    writer.addTopic("/a", "ros1", Schema.of("t/T", "ros1msg", "uint8 a"), Map.of());
            writer.write(topic, 1L << 62, 0, 0, ByteBuffer.wrap(new byte[] {1}));
        }
        Path bag = Files.write(folder.resolve("late.bag"), new byte[] {7});

        assertThatThrownBy(() -> RecordingConversion.convert(file, bag, RecordingFormat.ROS1_BAG))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining(
                        "late.mcap: topic /a: bags hold times from 0 to 2^32 seconds");
        assertThat(bag).hasBinaryContent(new byte[] {7});
        assertThat(folder.resolve("late.bag.part")).doesNotExist();
    }

    @Test
    void aDamagedRecordingIsRefusedAndNothingIsWritten() throws IOException {
        byte[] damaged = Sample.mcap(Compression.ZSTD, true);
        // Within the first chunk.
        Arrays.fill(damaged, 1_000, 1_040, (byte) 0x5a);
        Path file = Files.write(folder.resolve("damaged.mcap"), damaged);

        assertThatThrownBy(() ->
                        RecordingConversion.convert(
                                file, folder.resolve("a.bag"), RecordingFormat.ROS1_BAG))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining(
                        "damaged.mcap: expected a whole recording, found messages lost");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aRecordingIsNotConvertedOntoItself() throws IOException {
        Path file = Files.write(folder.resolve("a.mcap"), Sample.mcap(Compression.ZSTD, true));
        assertThatThrownBy(() -> RecordingConversion.convert(file, file, RecordingFormat.MCAP))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("found the same");
        assertThat(file).hasBinaryContent(Sample.mcap(Compression.ZSTD, true));
    }

    @Test
    void ofTwoConversionsToOneDirectoryAtOnceTheSecondIsRefused() throws IOException {
        Path file = folder.resolve("a.mcap");
        try (McapWriter writer = mcap(file)) {
            Topic topic =
                    writer.addTopic("/a", "json", Schema.of("t/T", "jsonschema", "{}"), Map.of());
            writer.write(topic, 1, 1, 0, ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)));
        }
        Path bag = folder.resolve("bag");
        List<Throwable> others = new ArrayList<>();
        ReadProgress meanwhile =
                (at, all) ->
                        others.add(
                                catchThrowable(() ->
                                        RecordingConversion.convert(
                                                file, bag, Rosbag2WriteOptions.defaults())));

        RecordingConversion.convert(
                file, bag, Rosbag2WriteOptions.defaults(), ReadProgress.NONE, meanwhile);

        assertThat(others)
                .isNotEmpty()
                .allSatisfy(other ->
                        assertThat(other)
                                .isInstanceOf(TransientException.class)
                                .hasMessageContaining("bag: another conversion is at work here"));
        try (Recording written = Recordings.open(bag)) {
            assertThat(TestData.ledger(written, ReadOptions.all()).messages()).isEqualTo(1);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, bag);
        }
    }

    private static McapWriter mcap(Path file) throws IOException {
        return Mcap.create(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                WriteOptions.defaults(),
                "");
    }
}
