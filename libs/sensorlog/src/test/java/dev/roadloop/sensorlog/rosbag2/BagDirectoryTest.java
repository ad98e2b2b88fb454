package dev.roadloop.sensorlog.rosbag2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LossReport;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Bag directories; [BagMetadataTest] has those whose files and metadata disagree.
class BagDirectoryTest {

    @TempDir Path folder;

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
        Ledger plain =
                SplitBag.read(
                                SplitBag.write(folder, Rosbag2WriteOptions.defaults()),
                                ReadOptions.all())
                        .ledger();
        Files.move(folder.resolve("bag"), folder.resolve("plain"));

        Path bag = SplitBag.write(folder, SplitBag.SPLIT.withStorage(storage).withPacking(packing));

        assertThat(names(bag)).hasSizeGreaterThan(4).contains(BagMetadata.FILE_NAME);
        SplitBag read = SplitBag.read(bag, ReadOptions.all());
        assertThat(read.losses()).isEqualTo(LossReport.NONE);
        assertThat(read.ledger()).isEqualTo(plain);
        assertThat(
                        SplitBag.read(bag, ReadOptions.all().withOrder(ReadOptions.Order.LOG_TIME))
                                .times())
                .isEqualTo(read.times());
        assertThat(
                        SplitBag.read(
                                        bag,
                                        ReadOptions.all()
                                                .withTopics(Set.of("/b"))
                                                .withTime(1_100, 1_200))
                                .times())
                .hasSize(33)
                .allMatch(time -> time >= 1_100 && time < 1_200);
        try (Recording recording = Recordings.open(bag)) {
            assertThat(recording.summary().topics()).extracting(Topic::name).contains("/never");
            assertThat(recording.summary().messages()).hasValue(SplitBag.MESSAGES);
            assertThat(recording.summary().start()).isEqualTo(1_000);
            assertThat(recording.summary().end()).isEqualTo(1_000 + SplitBag.MESSAGES - 1);
            assertThat(recording.summary().topics().getFirst().metadata())
                    .containsEntry(TopicTable.QOS, "- history: 1")
                    .containsEntry(TopicTable.TYPE_HASH, "RIHS01_0");
        }
    }

    @Test
    void compressesWhatItSaysToCompress() throws Exception {
        Path message = SplitBag.write(folder, SplitBag.SPLIT.withPacking(Packing.MESSAGE));
        Files.move(message, folder.resolve("message"));
        Path file = SplitBag.write(folder, SplitBag.SPLIT.withPacking(Packing.FILE));

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
    void aDamagedPackedFileGivesWhatComesBeforeTheDamage() throws IOException {
        Path bag = SplitBag.write(folder, Rosbag2WriteOptions.defaults().withPacking(Packing.FILE));
        Path file = bag.resolve("bag_0.db3.zstd");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));

        SplitBag read = SplitBag.read(bag, ReadOptions.all());

        assertThat(read.times()).hasSizeBetween(1, SplitBag.MESSAGES - 1);
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
                Rosbag2.createDirectory(
                        folder.resolve("x"), "x", SplitBag.SPLIT.withStorage(storage))) {
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
        SplitBag read = SplitBag.read(bag, ReadOptions.all());
        assertThat(read.ledger().messages()).isEqualTo(messages);
        assertThat(read.losses().touchesMessages()).isFalse();
        assertThat(read.losses().isEmpty()).isEqualTo(metadata);
        try (Recording recording = Recordings.open(bag)) {
            assertThat(recording.summary().messages().isPresent())
                    .isEqualTo(metadata || path.contains("mcap"));
        }
    }
}
