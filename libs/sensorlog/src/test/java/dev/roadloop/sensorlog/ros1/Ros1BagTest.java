package dev.roadloop.sensorlog.ros1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.TestData;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ros1BagTest {

    @TempDir Path folder;

    @Test
    void everyCompressionOfTheSameBagGivesTheSameLedger() throws IOException {
        Ledger plain = ledger("fixtures/rosbag1/example.bag");
        assertThat(plain.messages()).isEqualTo(8647);
        assertThat(ledger("fixtures/rosbag1/example-lz4.bag")).isEqualTo(plain);
        assertThat(ledger("fixtures/rosbag1/example-bz2.bag")).isEqualTo(plain);
    }

    /// Counts as `@foxglove/rosbag` printed them.
    @ParameterizedTest
    @CsvSource({
        "fixtures/rosbag1/no-messages.bag, 0",
        "recordings/gopro_walk/gopro_max_walk.bag, 2517",
        "recordings/gps_only/rviz_satellite_sample.bag, 151",
        "recordings/comma2k19_example1/comma2k19_example1_nocan.bag, 23536",
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.bag, 670",
        "recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.bag, 616"
    })
    @Tag("slow")
    void readsRealBagsWithoutLoss(String path, long messages) throws IOException {
        assertThat(ledger(path).messages()).isEqualTo(messages);
    }

    @Test
    void keepsWhatAConnectionSaysOfItself() throws IOException {
        try (Recording bag = Recordings.open(TestData.file("fixtures/rosbag1/example.bag"))) {
            Summary summary = bag.summary();
            assertThat(summary.format()).isEqualTo(RecordingFormat.ROS1_BAG);
            assertThat(summary.indexed()).isTrue();
            assertThat(summary.messages()).hasValue(8647);
            Topic rosout = summary.topics().get(0);
            assertThat(rosout.name()).isEqualTo("/rosout");
            assertThat(rosout.schema().name()).isEqualTo("rosgraph_msgs/Log");
            assertThat(rosout.schema().text()).contains("MSG: std_msgs/Header");
            assertThat(rosout.metadata())
                    .containsEntry("latching", "1")
                    .containsEntry("md5sum", "acffd30cd6b6de30f120938c17c593fb")
                    .containsKey("callerid");
        }
    }

    @Test
    void anEmptyFileIsRefusedWithItsReason() {
        Path empty = TestData.file("fixtures/rosbag1/empty-file.bag");
        assertThatThrownBy(() -> Recordings.open(empty))
                .isInstanceOfSatisfying(
                        RecordingException.class,
                        e -> assertThat(e.reason()).isEqualTo(RecordingException.Reason.EMPTY))
                .hasMessageContaining("empty-file.bag");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.bag", "example-lz4.bag", "example-bz2.bag"})
    @Tag("slow")
    void aBagThatWasNotClosedIsScanned(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(TestData.file("fixtures/rosbag1/" + name));
        Ledger whole = ledger("fixtures/rosbag1/example.bag");
        int indexAt = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0x45);
        byte[] open = Arrays.copyOf(bytes, indexAt);
        ByteBuffer.wrap(open).putLong(0x45, 0);
        try (Recording bag = Recordings.open(TestData.inMemory(open))) {
            assertThat(bag.losses().losses())
                    .extracting(Loss::reason)
                    .containsExactly(Loss.Reason.BAD_INDEX);
            assertThat(TestData.ledger(bag, ReadOptions.all())).isEqualTo(whole);
            assertThat(bag.summary().topics())
                    .extracting(Topic::name)
                    .containsAll(whole.topics().keySet());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZ4", "BZ2"})
    @Tag("slow")
    void whatIsWrittenReadsBackEqual(Compression compression) throws IOException {
        Path copy = folder.resolve("copy.bag");
        Ledger expected;
        try (Recording bag = Recordings.open(TestData.file("fixtures/rosbag1/example.bag"));
                MessageCursor cursor = bag.read(ReadOptions.all());
                RecordingWriter writer =
                        Ros1Bag.create(
                                copy,
                                WriteOptions.defaults()
                                        .withCompression(compression)
                                        .withChunkBytes(100_000))) {
            Map<Integer, Topic> topics = new HashMap<>();
            for (Topic t : bag.summary().topics()) {
                topics.put(
                        t.id(),
                        writer.addTopic(t.name(), t.messageEncoding(), t.schema(), t.metadata()));
            }
            while (cursor.next()) {
                Message m = cursor.message();
                Topic topic = topics.get(m.topic().id());
                writer.write(topic, m.logTime(), m.publishTime(), m.sequence(), m.data());
            }
            expected = TestData.ledger(bag, ReadOptions.all());
        }
        try (Recording bag = Recordings.open(copy);
                MessageCursor cursor = bag.read(ReadOptions.all())) {
            assertThat(TestData.ledger(bag, ReadOptions.all())).isEqualTo(expected);
            assertThat(bag.summary().messages()).hasValue(8647);
            assertThat(bag.losses().isEmpty()).isTrue();
            assertThat(cursor.next()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void readsOnlyTheTopicsAndTimesAskedFor() throws IOException {
        try (Recording bag =
                Recordings.open(
                        TestData.file(
                                "recordings/comma2k19_example1/comma2k19_example1_nocan.bag"))) {
            long start = bag.summary().start();
            ReadOptions all = ReadOptions.all().withTopics(Set.of("/imu/data"));
            Ledger imu = TestData.ledger(bag, all);
            assertThat(imu.topics()).containsOnlyKeys("/imu/data");
            assertThat(imu.messages()).isEqualTo(6256);
            long middle = start + 30_000_000_000L;
            long before = TestData.ledger(bag, all.withTime(Long.MIN_VALUE, middle)).messages();
            long after = TestData.ledger(bag, all.withTime(middle, Long.MAX_VALUE)).messages();
            assertThat(before).isBetween(2500L, 3800L);
            assertThat(before + after).isEqualTo(6256);
        }
    }

    @Test
    void aDamagedChunkIsCountedByItsIndex() throws IOException {
        byte[] bytes =
                Files.readAllBytes(TestData.file("recordings/gopro_walk/gopro_max_walk.bag"));
        Arrays.fill(bytes, 1_000_000, 1_000_200, (byte) 0x5A);
        try (Recording bag = Recordings.open(TestData.inMemory(bytes));
                MessageCursor cursor = bag.read(ReadOptions.all())) {
            long found = 0;
            while (cursor.next()) {
                found++;
            }
            assertThat(found).isBetween(1L, 2516L);
            assertThat(cursor.losses().messages()).hasValue(2517 - found);
            assertThat(cursor.losses().losses())
                    .allSatisfy(loss -> {
                        assertThat(loss.topic()).isNotNull();
                        assertThat(loss.from()).isLessThan(1_000_000);
                        assertThat(loss.to()).isGreaterThan(1_000_200);
                    });
        }
    }

    private static Ledger ledger(String path) throws IOException {
        try (Recording bag = Recordings.open(ByteSource.of(TestData.file(path)))) {
            try (MessageCursor cursor = bag.read(ReadOptions.all())) {
                while (cursor.next()) {
                    assertThat(cursor.message().topic().name()).startsWith("/");
                }
                assertThat(cursor.losses().losses()).as(path).isEmpty();
            }
            return TestData.ledger(bag, ReadOptions.all());
        }
    }
}
