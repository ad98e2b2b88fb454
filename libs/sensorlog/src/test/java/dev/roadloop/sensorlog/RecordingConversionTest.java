package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.RecordingConversion.Result;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.mcap.McapWriter;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RecordingConversionTest {

    @TempDir Path folder;

    private static Ledger ledger(Path file) throws IOException {
        try (Recording recording = Recordings.open(file)) {
            return TestData.ledger(recording, ReadOptions.all());
        }
    }

    private static List<Topic> topics(Path file) throws IOException {
        try (Recording recording = Recordings.open(file)) {
            return recording.summary().topics().stream()
                    .map(t -> new Topic(0, t.name(), t.messageEncoding(), t.schema(), t.metadata()))
                    .toList();
        }
    }

    private void assertBagToMcapToBag(Path bag) throws IOException {
        Ledger expected = ledger(bag);
        Path mcap = folder.resolve("there.mcap");
        Path back = folder.resolve("back.bag");
        assertThat(RecordingConversion.convert(bag, mcap, RecordingFormat.MCAP).ledger())
                .isEqualTo(expected);
        assertThat(RecordingConversion.convert(mcap, back, RecordingFormat.ROS1_BAG).ledger())
                .isEqualTo(expected);
        assertThat(ledger(mcap)).isEqualTo(expected);
        assertThat(ledger(back)).isEqualTo(expected);
        assertThat(topics(back)).containsExactlyElementsOf(topics(bag));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4", "BZ2"})
    void aGeneratedBagBecomesMcapAndABagAgain(Compression compression) throws IOException {
        Sample.bag(compression, folder);
        assertThat(ledger(folder.resolve(compression + ".bag")).messages())
                .isEqualTo(Sample.MESSAGES);
        assertBagToMcapToBag(folder.resolve(compression + ".bag"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fixtures/rosbag1/example.bag",
                "fixtures/rosbag1/example-bz2.bag",
                "fixtures/rosbag1/example-lz4.bag",
                "fixtures/rosbag1/no-messages.bag",
                "fixtures/rosbag1/only-a-cube.bag",
                "fixtures/rosbag1/Float64MultiArray.bag",
                "recordings/gps_only/rviz_satellite_sample.bag",
                "recordings/gopro_walk/gopro_max_walk.bag",
                "recordings/comma2k19_example1/comma2k19_example1_nocan.bag",
                "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.bag"
            })
    void aRealBagBecomesMcapAndABagAgain(String path) throws IOException {
        assertBagToMcapToBag(TestData.file(path));
    }

    @Test
    void anMcapWithoutAnIndexKeepsTopicsThatOnlyReadingFinds() throws IOException {
        byte[] whole = Sample.mcap(Compression.LZ4, true);
        Path file = Files.write(folder.resolve("a.mcap"), whole);
        Ledger expected = ledger(file);
        // Without footer and closing magic the file is scanned; no message is touched.
        Path open =
                Files.write(folder.resolve("open.mcap"), Arrays.copyOf(whole, whole.length - 20));

        Result result =
                RecordingConversion.convert(
                        open, folder.resolve("a.bag"), RecordingFormat.ROS1_BAG);

        assertThat(result.ledger()).isEqualTo(expected);
        assertThat(topics(folder.resolve("a.bag"))).containsExactlyElementsOf(topics(file));
    }

    @Test
    void aBagRefusesTheFirstTopicThatIsNotRos1ByName() throws IOException {
        Path file = folder.resolve("mixed.mcap");
        try (McapWriter writer = mcap(file)) {
            writer.addTopic("/fine", "ros1", Schema.of("t/T", "ros1msg", "uint8 a"), Map.of());
            writer.addTopic("/imu", "cdr", Schema.of("t/msg/T", "", ""), Map.of());
            writer.addTopic("/json", "json", Schema.NONE, Map.of());
        }
        Path bag = folder.resolve("mixed.bag");

        assertThatThrownBy(() -> RecordingConversion.convert(file, bag, RecordingFormat.ROS1_BAG))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("mixed.mcap: topic /imu has messages of encoding 'cdr'")
                .hasMessageContaining("convert to MCAP");
        assertThatThrownBy(() ->
                        RecordingConversion.convert(
                                file, folder.resolve("x.db3"), RecordingFormat.ROSBAG2_SQLITE))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("mixed.mcap: topic /fine has messages of encoding 'ros1'")
                .hasMessageContaining("rosbag2 holds only cdr and json");
        assertThat(bag).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap",
                "recordings_nc/kitti_0001/rosbag2_kitti_2011_09_26_drive_0001",
                "fixtures/rosbag2/mcap/multiple_files",
                "fixtures/rosbag2/bags/topics_and_services.db3",
                "fixtures/rosbag2/sqlite3/empty_bag",
            })
    void aRealRecordingOfRos2GoesThroughRosbag2AndBack(String path) throws IOException {
        Path recording = TestData.file(path);
        Ledger expected = ledger(recording);
        Path database = folder.resolve("there.db3");
        Path mcap = folder.resolve("back.mcap");
        Path bag = folder.resolve("bag");

        RecordingConversion.convert(recording, database, RecordingFormat.ROSBAG2_SQLITE);
        RecordingConversion.convert(
                database,
                bag,
                Rosbag2WriteOptions.defaults()
                        .withStorage(Rosbag2WriteOptions.Storage.MCAP)
                        .withSplitBytes(50_000));
        RecordingConversion.convert(bag, mcap, RecordingFormat.MCAP);

        assertThat(ledger(database)).isEqualTo(expected);
        assertThat(ledger(mcap)).isEqualTo(expected);
        assertThat(topics(mcap)).containsExactlyInAnyOrderElementsOf(topics(database));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(database, mcap, bag);
        }
    }

    @Test
    void whatIsNotCarriedIsCounted() throws IOException {
        Path file = folder.resolve("extras.mcap");
        try (McapWriter writer = mcap(file)) {
            Topic topic =
                    writer.addTopic("/a", "ros1", Schema.of("t/T", "ros1msg", "uint8 a"), Map.of());
            writer.addAttachment(
                    "calibration.yaml", "text/yaml", 1, 1, ByteBuffer.wrap(new byte[] {1, 2}));
            writer.write(topic, 10, 9, 0, ByteBuffer.wrap(new byte[] {1}));
            writer.addMetadata("vehicle", Map.of("id", "7"));
            writer.addMetadata("weather", Map.of("rain", "no"));
            writer.write(topic, 11, 11, 5, ByteBuffer.wrap(new byte[] {2}));
            writer.write(topic, 12, 11, 6, ByteBuffer.wrap(new byte[] {3}));
        }

        Result bag =
                RecordingConversion.convert(
                        file, folder.resolve("a.bag"), RecordingFormat.ROS1_BAG);
        Result mcap =
                RecordingConversion.convert(file, folder.resolve("b.mcap"), RecordingFormat.MCAP);

        assertThat(bag).isEqualTo(new Result(ledger(file), new Extras(1, 2), 2, 2, 0));
        assertThat(mcap).isEqualTo(new Result(ledger(file), Extras.NONE, 0, 0, 0));
        assertThat(extras(folder.resolve("b.mcap")))
                .containsExactly(
                        "calibration.yaml text/yaml 1 1 [1, 2]",
                        "vehicle {id=7}",
                        "weather {rain=no}");
    }

    private static List<String> extras(Path file) throws IOException {
        List<String> extras = new ArrayList<>();
        try (Recording recording = Recordings.open(file)) {
            recording.readExtras(
                    new ExtraSink() {
                        @Override
                        public void addAttachment(
                                String name,
                                String mediaType,
                                long logTime,
                                long createTime,
                                ByteBuffer data) {
                            byte[] bytes = new byte[data.remaining()];
                            data.get(bytes);
                            extras.add(
                                    "%s %s %d %d %s"
                                            .formatted(
                                                    name,
                                                    mediaType,
                                                    logTime,
                                                    createTime,
                                                    Arrays.toString(bytes)));
                        }

                        @Override
                        public void addMetadata(String name, Map<String, String> metadata) {
                            extras.add(name + " " + metadata);
                        }
                    });
        }
        return extras;
    }

    @Test
    void anAttachmentThatIsDamagedIsLeftBehindAndCounted() throws IOException {
        Path file = folder.resolve("extras.mcap");
        try (McapWriter writer = mcap(file)) {
            writer.addAttachment("a.bin", "", 1, 1, ByteBuffer.wrap(new byte[500]));
            writer.addAttachment("b.bin", "", 1, 1, ByteBuffer.wrap(new byte[10]));
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[300] ^= 1;
        Files.write(file, bytes);

        Result mcap =
                RecordingConversion.convert(file, folder.resolve("b.mcap"), RecordingFormat.MCAP);

        assertThat(mcap.left()).isEqualTo(new Extras(1, 0));
        assertThat(extras(folder.resolve("b.mcap"))).singleElement().asString().startsWith("b.bin");
    }

    private static McapWriter mcap(Path file) throws IOException {
        return Mcap.create(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                WriteOptions.defaults(),
                "");
    }
}
