package dev.roadloop.simdrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriveGeneratorTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(DriveFormat.class)
    @Tag("slow")
    void recordsEveryReadingInOrderOfArrival(DriveFormat format) throws IOException {
        GeneratedDrive drive = generate("drive", format);
        Map<String, Long> found = new TreeMap<>();
        long last = 0;
        try (Recording recording = Recordings.open(drive.recording());
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                assertThat(cursor.message().logTime()).isGreaterThanOrEqualTo(last);
                last = cursor.message().logTime();
                found.merge(cursor.message().topic().name(), 1L, Long::sum);
            }
            assertThat(cursor.losses().isEmpty()).isTrue();
        }
        assertThat(found)
                .isEqualTo(new TreeMap<>(drive.messages()))
                .containsEntry("/imu/data", 200L)
                .containsEntry("/gps/fix", 20L)
                .containsEntry("/camera/front/image/compressed", 20L);
    }

    @Test
    @Tag("slow")
    void equalSpecificationsGiveEqualBytes() throws IOException {
        GeneratedDrive one = generate("one", DriveFormat.MCAP);
        GeneratedDrive two = generate("two", DriveFormat.MCAP);
        assertThat(Files.mismatch(one.recording(), two.recording())).isEqualTo(-1);
        assertThat(Files.mismatch(one.truth(), two.truth())).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    @Tag("slow")
    void theNumberOfCoresDoesNotChangeAByte(int cores) throws IOException {
        DriveSpec spec =
                DriveSpec.of(Scenario.CUT_IN, 2, 5).withCamera(CameraModel.front(320, 180));
        GeneratedDrive usual = generate("usual", DriveFormat.MCAP);
        GeneratedDrive other =
                DriveGenerator.generate(spec, folder.resolve("other.mcap"), frames -> {}, cores);
        assertThat(Files.mismatch(usual.recording(), other.recording())).isEqualTo(-1);
        assertThat(Files.mismatch(usual.truth(), other.truth())).isEqualTo(-1);
    }

    @Test
    @Tag("slow")
    void imagesAreWholeJpegs() throws IOException {
        GeneratedDrive drive = generate("pictures", DriveFormat.MCAP);
        try (Recording recording = Recordings.open(drive.recording());
                MessageCursor cursor =
                        recording.read(
                                ReadOptions.all()
                                        .withTopics(
                                                java.util.Set.of(
                                                        "/camera/front/image/compressed")))) {
            assertThat(cursor.next()).isTrue();
            byte[] message = new byte[cursor.message().data().remaining()];
            cursor.message().data().get(message);
            int start = 0;
            while (message[start] != (byte) 0xFF || message[start + 1] != (byte) 0xD8) {
                start++;
            }
            assertThat(
                            ImageIO.read(
                                            new ByteArrayInputStream(
                                                    message, start, message.length - start))
                                    .getWidth())
                    .isEqualTo(320);
        }
    }

    @Test
    void aDriveThatIsNotFinishedLeavesTheOneBeforeAsItWas() throws IOException {
        DriveSpec spec = DriveSpec.of(Scenario.CUT_IN, 1, 5).withCamera(CameraModel.front(64, 64));
        Path target = folder.resolve("drive.mcap");
        byte[] before =
                Files.readAllBytes(DriveGenerator.generate(spec, target, frames -> {}).recording());

        assertThatThrownBy(() ->
                        DriveGenerator.generate(
                                DriveSpec.of(Scenario.NIGHT, 1, 6)
                                        .withCamera(CameraModel.front(64, 64)),
                                target,
                                frames -> {
                                    throw new UncheckedIOException(new IOException("disk full"));
                                }))
                .hasMessageContaining("disk full");

        assertThat(target).hasBinaryContent(before);
        assertThat(folder)
                .isDirectoryNotContaining("glob:**.part")
                .isDirectoryContaining("glob:**drive.truth.json");
    }

    @Test
    void degreesAndMetresGoBothWays() {
        dev.roadloop.simdrive.sensor.Place place =
                new dev.roadloop.simdrive.sensor.Place(49, 8.4, 100);
        assertThat(place.north(place.latitudeOf(123.4))).isCloseTo(123.4, within(1e-6));
        // One minute of latitude is a nautical mile, 1852 m on average.
        assertThat(place.north(49 + 1 / 60.0)).isCloseTo(1852, within(3.0));
    }

    private GeneratedDrive generate(String name, DriveFormat format) throws IOException {
        DriveSpec spec =
                DriveSpec.of(Scenario.CUT_IN, 2, 5)
                        .withCamera(CameraModel.front(320, 180))
                        .withFormat(format);
        return DriveGenerator.generate(
                spec, folder.resolve(name + "." + format.extension()), frames -> {});
    }
}
