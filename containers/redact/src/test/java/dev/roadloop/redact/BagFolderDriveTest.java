package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.drivejob.RawDrive;
import dev.roadloop.drivejob.RawRecording;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A drive that landed as a folder of rosbag2 is one recording for the jobs.
@Tag("slow")
class BagFolderDriveTest {

    private static final int MESSAGES = 120;

    @TempDir private Path folder;
    private final TestAws buckets = new TestAws();
    private final Map<String, byte[]> files = new TreeMap<>();

    @AfterEach
    void stop() {
        buckets.close();
    }

    private void bag(String prefix, Rosbag2WriteOptions options) throws IOException {
        Path bag = folder.resolve("drive");
        try (RecordingWriter writer =
                Rosbag2.createDirectory(bag, "drive", options.withSplitBytes(1_000))) {
            write(writer, MESSAGES);
        }
        try (Stream<Path> all = Files.list(bag)) {
            for (Path file : all.toList()) {
                files.put(prefix + file.getFileName(), Files.readAllBytes(file));
            }
        }
    }

    private static void write(RecordingWriter writer, int messages) throws IOException {
        Topic topic =
                writer.addTopic(
                        "/a", "cdr", Schema.of("own/msg/A", "ros2msg", "int32 x"), Map.of());
        for (int i = 0; i < messages; i++) {
            byte[] data = new byte[100];
            ByteBuffer.wrap(data).putInt(0x00010000).putInt(i);
            writer.write(topic, 1_000 + i, 1_000 + i, 0, ByteBuffer.wrap(data));
        }
    }

    private List<RawRecording> recordings() {
        List<DriveRecord.LandedFile> landed = new ArrayList<>();
        files.forEach((name, content) -> {
            buckets.put("bronze/" + DriveKeys.rawFile(TestDrives.DRIVE, name), content);
            landed.add(
                    new DriveRecord.LandedFile(
                            name, "drives/car/u/" + name, content.length, Sha256.of(content)));
        });
        buckets.put(
                "gold/" + DriveKeys.record(TestDrives.DRIVE),
                Json.bytes(
                        new DriveRecord(
                                TestDrives.DRIVE,
                                new VehicleId("car"),
                                new UploadId("u"),
                                new CorrelationId("c"),
                                Instant.EPOCH,
                                1,
                                "s",
                                landed)));
        TestDrives drives = new TestDrives(buckets, folder);
        return RawDrive.find(TestDrives.DRIVE, drives.gold(), drives.bronze(), folder).recordings();
    }

    private record Read(List<Long> times, List<Loss> losses) {}

    private static Read read(RawRecording raw) throws IOException {
        List<Long> times = new ArrayList<>();
        try (Recording recording = raw.open();
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                times.add(cursor.message().logTime());
            }
            return new Read(times, cursor.losses().losses());
        }
    }

    @ParameterizedTest
    @CsvSource({"SQLITE,NONE", "SQLITE,FILE", "MCAP,NONE"})
    void aFolderIsOneRecordingInTheOrderOfItsMetadata(
            Rosbag2WriteOptions.Storage storage, Rosbag2WriteOptions.Packing packing)
            throws IOException {
        bag("drive/", Rosbag2WriteOptions.defaults().withStorage(storage).withPacking(packing));
        assertThat(files.keySet()).hasSizeGreaterThan(11);

        RawRecording only = recordings().getFirst();

        assertThat(recordings()).hasSize(1);
        assertThat(only.name()).isEqualTo("drive");
        assertThat(only.size())
                .isEqualTo(files.values().stream().mapToLong(file -> file.length).sum());
        Read read = read(only);
        assertThat(read.times()).hasSize(MESSAGES).isSorted();
        assertThat(read.losses()).isEmpty();
        assertThat(read(only)).isEqualTo(read);
    }

    @Test
    void aMissingFileOfAFolderIsALossThatNamesIt() throws IOException {
        bag("drive/", Rosbag2WriteOptions.defaults());
        files.remove("drive/drive_3.db3");

        Read read = read(recordings().getFirst());

        assertThat(read.losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.detail())
                            .isEqualTo(
                                    "drive: metadata.yaml lists drive_3.db3, found no such file");
                    assertThat(read.times()).hasSize(MESSAGES - Math.toIntExact(loss.messages()));
                });
    }

    @Test
    void whatLiesBesideAFolderStaysARecordingOfItsOwn() throws IOException {
        bag("", Rosbag2WriteOptions.defaults().withStorage(Rosbag2WriteOptions.Storage.MCAP));
        Path other = folder.resolve("other.mcap");
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(
                                other, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "ros2")) {
            write(writer, 7);
        }
        files.put("front/other.mcap", Files.readAllBytes(other));

        List<RawRecording> recordings = recordings();

        assertThat(recordings)
                .extracting(RawRecording::name)
                .containsExactly("front/other.mcap", "metadata.yaml");
        assertThat(read(recordings.getFirst()).times()).hasSize(7);
        assertThat(read(recordings.getLast()).times()).hasSize(MESSAGES);
    }
}
