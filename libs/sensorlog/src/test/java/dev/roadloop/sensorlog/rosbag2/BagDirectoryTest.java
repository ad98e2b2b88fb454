package dev.roadloop.sensorlog.rosbag2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.TestData;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions.Packing;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BagDirectoryTest {

    private static final int MESSAGES = 400;
    private static final Rosbag2WriteOptions SPLIT =
            Rosbag2WriteOptions.defaults().withSplitBytes(20_000);

    @TempDir Path folder;

    /// Two topics, times growing, five files or so.
    private Path bag(Rosbag2WriteOptions options) throws IOException {
        Path directory = folder.resolve("bag");
        Random random = new Random(3);
        try (RecordingWriter writer = Rosbag2.createDirectory(directory, "bag", options)) {
            Topic[] topics = {
                writer.addTopic(
                        "/a",
                        "cdr",
                        Schema.of("own/msg/A", "ros2msg", "uint8[] data"),
                        Map.of(TopicTable.QOS, "- history: 1", TopicTable.TYPE_HASH, "RIHS01_0")),
                writer.addTopic("/b", "cdr", Schema.of("own/msg/B", "", ""), Map.of()),
            };
            writer.addTopic("/never", "cdr", Schema.of("own/msg/B", "", ""), Map.of());
            for (int i = 0; i < MESSAGES; i++) {
                byte[] data = new byte[100 + random.nextInt(300)];
                random.nextBytes(data);
                ByteBuffer.wrap(data).putInt(0x00010000).putInt(i);
                Arrays.fill(data, 50, 100, (byte) 7);
                writer.write(topics[i % 3 == 0 ? 1 : 0], 1_000 + i, 0, 0, ByteBuffer.wrap(data));
            }
        }
        return directory;
    }

    private record Read(Ledger ledger, LossReport losses, List<Long> times) {}

    private static Read read(Path path, ReadOptions options) throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        List<Long> times = new ArrayList<>();
        try (Recording recording = Recordings.open(path);
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                times.add(cursor.message().logTime());
                ledger.add(cursor.message());
            }
            return new Read(ledger.toLedger(), cursor.losses(), times);
        }
    }

    private List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE,NONE",
        "SQLITE,MESSAGE",
        "SQLITE,FILE",
        "MCAP,NONE",
        "MCAP,MESSAGE",
        "MCAP,FILE"
    })
    @Tag("slow")
    void aSplitBagReadsBackAsOneRecording(Storage storage, Packing packing) throws IOException {
        Ledger plain = read(bag(Rosbag2WriteOptions.defaults()), ReadOptions.all()).ledger();
        Files.move(folder.resolve("bag"), folder.resolve("plain"));

        Path bag = bag(SPLIT.withStorage(storage).withPacking(packing));

        assertThat(names(bag)).hasSizeGreaterThan(4).contains(BagMetadata.FILE_NAME);
        Read read = read(bag, ReadOptions.all());
        assertThat(read.losses()).isEqualTo(LossReport.NONE);
        assertThat(read.ledger()).isEqualTo(plain);
        assertThat(read(bag, ReadOptions.all().withOrder(ReadOptions.Order.LOG_TIME)).times())
                .isEqualTo(read.times());
        assertThat(
                        read(bag, ReadOptions.all().withTopics(Set.of("/b")).withTime(1_100, 1_200))
                                .times())
                .hasSize(33)
                .allMatch(time -> time >= 1_100 && time < 1_200);
        try (Recording recording = Recordings.open(bag)) {
            assertThat(recording.summary().topics()).extracting(Topic::name).contains("/never");
            assertThat(recording.summary().messages()).hasValue(MESSAGES);
            assertThat(recording.summary().start()).isEqualTo(1_000);
            assertThat(recording.summary().end()).isEqualTo(1_000 + MESSAGES - 1);
            assertThat(recording.summary().topics().getFirst().metadata())
                    .containsEntry(TopicTable.QOS, "- history: 1")
                    .containsEntry(TopicTable.TYPE_HASH, "RIHS01_0");
        }
    }

    @Test
    void compressesWhatItSaysToCompress() throws Exception {
        Path message = bag(SPLIT.withPacking(Packing.MESSAGE));
        Files.move(message, folder.resolve("message"));
        Path file = bag(SPLIT.withPacking(Packing.FILE));

        assertThat(names(file)).contains("bag_0.db3.zstd").doesNotContain("bag_0.db3");
        assertThat(Files.readString(file.resolve(BagMetadata.FILE_NAME)))
                .contains("compression_mode: FILE", "compression_format: zstd", "- bag_0.db3.zstd");
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + folder.resolve("message/bag_0.db3"));
                ResultSet heads =
                        connection
                                .createStatement()
                                .executeQuery(
                                        "select distinct hex(substr(data, 1, 4)) from messages")) {
            assertThat(heads.getString(1)).isEqualTo("28B52FFD");
            heads.next();
            assertThat(heads.next()).isFalse();
        }
    }

    @Test
    void whatAKilledRecorderLeftIsReadWithoutMetadata() throws IOException {
        Path bag = bag(SPLIT);
        Ledger whole = read(bag, ReadOptions.all()).ledger();
        Files.delete(bag.resolve(BagMetadata.FILE_NAME));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.ledger()).isEqualTo(whole);
        assertThat(read.losses().touchesMessages()).isFalse();
        assertThat(read.losses().losses().getFirst().detail())
                .contains("bag: expected metadata.yaml, found none");
    }

    @Test
    void aFileThatMetadataDoesNotListComesLast() throws IOException {
        Path bag = bag(SPLIT);
        Read whole = read(bag, ReadOptions.all());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(yaml, Files.readString(yaml).replaceFirst("  - bag_4.db3\n", ""));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.messages()).isZero();
                    assertThat(loss.detail()).contains("bag_4.db3 is not listed");
                });
        assertThat(read.times()).hasSameElementsAs(whole.times());
    }

    @Test
    void aFileThatIsMissingIsALossOfItsMessages() throws IOException {
        Path bag = bag(SPLIT);
        int there = read(bag.resolve("bag_1.db3"), ReadOptions.all()).times().size();
        Files.delete(bag.resolve("bag_1.db3"));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.times()).hasSize(MESSAGES - there);
        assertThat(read.losses().messages()).hasValue(there);
        assertThat(read.losses().losses().getFirst().detail())
                .contains("metadata.yaml lists bag_1.db3, found no such file");
    }

    @Test
    void messagesThatMetadataCountsAndNoFileHoldsAreMissedByTopic() throws IOException {
        Path bag = bag(Rosbag2WriteOptions.defaults());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml, Files.readString(yaml).replace("message_count: 134", "message_count: 140"));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.topic()).isEqualTo("/b");
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.MISSING);
                    assertThat(loss.messages()).isEqualTo(6);
                });
    }

    @Test
    void aFileThatHoldsFewerMessagesThanMetadataSaysIsNamed() throws Exception {
        Path bag = bag(SPLIT);
        int before = read(bag.resolve("bag_1.db3"), ReadOptions.all()).times().size();
        int deleted;
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + bag.resolve("bag_1.db3"))) {
            deleted =
                    connection
                            .createStatement()
                            .executeUpdate(
                                    "delete from messages where topic_id = 1 and id % 2 = 0");
        }

        Read read = read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.topic()).isEqualTo("/a");
                    assertThat(loss.messages()).isEqualTo(deleted).isPositive();
                    assertThat(loss.detail())
                            .endsWith(
                                    "; bag_1.db3 holds %d of %d"
                                            .formatted(before - deleted, before));
                });
    }

    @Test
    void topicsAndTypesThatMetadataHasOtherwiseAreNoted() throws IOException {
        Path bag = bag(SPLIT);
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace("name: /b", "name: /c")
                        .replace("type: own/msg/A", "type: own/msg/Other"));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.losses().losses())
                .extracting(Loss::topic, Loss::messages, Loss::detail)
                .containsExactlyInAnyOrder(
                        tuple(
                                "/a",
                                0L,
                                "metadata.yaml has topic /a with messages own/msg/Other, found"
                                        + " own/msg/A"),
                        tuple("/b", 0L, "metadata.yaml has no topic /b, found 134 messages of it"),
                        tuple(
                                "/c",
                                134L,
                                "metadata.yaml counts 134 messages of topic /c, found 0"));
    }

    @Test
    void moreMessagesThanMetadataCountsAreNotedAndRead() throws IOException {
        Path bag = bag(Rosbag2WriteOptions.defaults());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml, Files.readString(yaml).replace("message_count: 134", "message_count: 130"));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.times()).hasSize(MESSAGES);
        assertThat(read.losses().touchesMessages()).isFalse();
        assertThat(read.losses().losses())
                .extracting(Loss::detail)
                .containsExactly("metadata.yaml counts 130 messages of topic /b, found 134");
    }

    @Test
    void aFileThatMetadataListsTwiceIsReadOnce() throws IOException {
        Path bag = bag(SPLIT);
        Read whole = read(bag, ReadOptions.all());
        Path yaml = bag.resolve(BagMetadata.FILE_NAME);
        Files.writeString(
                yaml,
                Files.readString(yaml).replace("- bag_0.db3\n", "- bag_0.db3\n  - bag_0.db3\n"));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.times()).isEqualTo(whole.times());
        assertThat(read.losses()).isEqualTo(LossReport.NONE);
    }

    @Test
    void aDamagedPackedFileGivesWhatComesBeforeTheDamage() throws IOException {
        Path bag = bag(Rosbag2WriteOptions.defaults().withPacking(Packing.FILE));
        Path file = bag.resolve("bag_0.db3.zstd");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

        Read read = read(bag, ReadOptions.all());

        assertThat(read.times()).hasSizeBetween(1, MESSAGES - 1);
        assertThat(read.losses().touchesMessages()).isTrue();
        assertThat(read.losses().losses().getFirst().detail())
                .contains("bag_0.db3.zstd: expected a whole file in Zstandard, found damage");
    }

    @Test
    void aFileThatUnpacksToFarTooMuchIsRefused() throws IOException {
        Path zeros = Files.write(folder.resolve("zeros"), new byte[2_000_000]);
        Path packed = folder.resolve("zeros.zstd");
        ZstdFile.pack(zeros, packed);

        assertThatThrownBy(() -> ZstdFile.unpack(ByteSource.of(packed), 1_000_000))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("zeros.zstd: expected a recording in Zstandard of at most");
    }

    @Test
    void aDirectoryWithoutABagIsRefused() {
        assertThatThrownBy(() -> Recordings.open(folder))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("expected a rosbag2 directory with metadata.yaml");
    }

    @ParameterizedTest
    @EnumSource(Storage.class)
    void refusesMessagesThatRosbag2HasNoPlaceFor(Storage storage) throws IOException {
        try (RecordingWriter writer =
                Rosbag2.createDirectory(folder.resolve("x"), "x", SPLIT.withStorage(storage))) {
            assertThatThrownBy(() ->
                            writer.addTopic(
                                    "/r", "ros1", Schema.of("a/B", "ros1msg", ""), Map.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "topic /r: rosbag2 holds messages of encoding cdr or json");
        }
    }

    /// Messages as counted by the Python library rosbags 0.11.9 and in the bags' own metadata.
    @ParameterizedTest
    @CsvSource({
        "fixtures/rosbag2/sqlite3/talker,20,true",
        "fixtures/rosbag2/mcap/talker,20,true",
        "fixtures/rosbag2/sqlite3/convert_b,75,true",
        "fixtures/rosbag2/mcap/convert_b,75,true",
        "fixtures/rosbag2/sqlite3/empty_bag,0,true",
        "fixtures/rosbag2/sqlite3/multiple_files,3177,false",
        "fixtures/rosbag2/mcap/multiple_files,3177,false",
        "recordings_nc/kitti_0001/rosbag2_kitti_2011_09_26_drive_0001,432,true",
    })
    void readsGenuineBags(String path, int messages, boolean metadata) throws IOException {
        Path bag = TestData.file(path);
        Read read = read(bag, ReadOptions.all());
        assertThat(read.ledger().messages()).isEqualTo(messages);
        assertThat(read.losses().touchesMessages()).isFalse();
        assertThat(read.losses().isEmpty()).isEqualTo(metadata);
        try (Recording recording = Recordings.open(bag)) {
            assertThat(recording.summary().messages().isPresent())
                    .isEqualTo(metadata || path.contains("mcap"));
        }
    }
}
