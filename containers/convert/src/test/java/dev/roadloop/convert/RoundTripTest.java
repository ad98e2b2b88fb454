package dev.roadloop.convert;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.convert.lidar.CloudBytes;
import dev.roadloop.convert.lidar.PointClouds;
import dev.roadloop.convert.product.DriveProducts;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.convert.table.TableMessages;
import dev.roadloop.convert.table.TableMessages.Elsewhere;
import dev.roadloop.domain.DriveId;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// From a recording into silver and back: tables, keyframes and arrays of points hold every
/// message, byte for byte.
final class RoundTripTest {

    private static final DriveId DRIVE = DriveId.parse("car-20110926T130225Z-2bee44a6");

    private static final DriveProducts CLOUDS =
            context -> List.of(new PointClouds(context, PointClouds.Limits.DEFAULT));

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource({
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap, 5",
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.bag, 7",
        "recordings/comma2k19_example1/comma2k19_example1_nocan.bag, 7",
        "recordings/gopro_walk/gopro_max_walk.bag, 4",
        "fixtures/rosbag1/example.bag, 9",
    })
    @Tag("slow")
    void whatWentIntoSilverComesOutOfItWithTheSameHashes(String path, int topics) throws Exception {
        Path file = RealDrivesTest.recording(path);
        Path silver = directory.resolve("silver");
        ConversionReport report = convert(file, silver);
        Map<String, ConvertedTopic> kept =
                report.topics().stream()
                        .collect(
                                Collectors.toMap(
                                        topic -> topic.ledger().topic(), Function.identity()));
        assertThat(kept).hasSize(topics);

        Path back = directory.resolve("back.mcap");
        try (RecordingWriter writer =
                Mcap.create(FileChannel.open(back, CREATE, WRITE), WriteOptions.defaults(), "")) {
            for (Topic topic : topics(file).values()) {
                write(topic, kept.get(topic.name()), silver, writer);
            }
        }

        Ledger ledger = ledger(back);
        assertThat(ledger.topics()).containsOnlyKeys(kept.keySet());
        kept.forEach((name, topic) -> {
            assertThat(ledger.topics().get(name).sha256())
                    .as(name)
                    .isEqualTo(topic.ledger().hash());
            assertThat(ledger.topics().get(name).messages()).isEqualTo(topic.rows());
        });
    }

    private ConversionReport convert(Path file, Path silver) throws IOException {
        Path scratch = Files.createDirectories(directory.resolve("scratch"));
        try (SilverStore store = new DirectoryStore(silver)) {
            return new DriveConverter(ConvertOptions.DEFAULT, store, scratch, CLOUDS, Map.of())
                    .convert(DRIVE, List.of(new DriveFile("drive", () -> Recordings.open(file))));
        }
    }

    private static void write(
            Topic topic, ConvertedTopic converted, Path silver, RecordingWriter writer)
            throws IOException {
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        MessageDecoder decoder =
                MessageDecoder.compile(
                        topic.name(),
                        topic.messageEncoding(),
                        topic.schema().encoding(),
                        topic.schema().name(),
                        schema);
        Topic again =
                writer.addTopic(
                        topic.name(), topic.messageEncoding(), topic.schema(), topic.metadata());
        TableMessages messages =
                new TableMessages(
                        decoder,
                        converted.framesPrefix() != null,
                        topic.schema().name().endsWith("PointCloud2")
                                ? new CloudBytes(
                                                silver.resolve(
                                                        DriveKeys.lidar(DRIVE, converted.key())))
                                        ::of
                                : Elsewhere.frames(silver));
        for (String table : converted.tables()) {
            messages.read(
                    silver.resolve(table),
                    (logTime, publishTime, sequence, data) ->
                            writer.write(again, logTime, publishTime, sequence, data));
        }
    }

    /// One stream of each topic.
    private static Map<String, Topic> topics(Path file) throws IOException {
        Map<String, Topic> topics = new TreeMap<>();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                topics.putIfAbsent(cursor.message().topic().name(), cursor.message().topic());
            }
        }
        return topics;
    }

    private static Ledger ledger(Path file) throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                ledger.add(cursor.message());
            }
        }
        return ledger.toLedger();
    }
}
