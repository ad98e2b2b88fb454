package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.contracts.RedactionPolicy.Detector;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.TopicLedger;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Video in recordings, of either codec: pictures of it are redacted at the times of its messages.
@Tag("slow")
final class VideoRedactionTest {

    @TempDir private Path folder;
    private Path out = Path.of("");
    private final Map<String, List<PrivateRegion>> boxes = new TreeMap<>();
    private final Map<String, String> withheld = new TreeMap<>();

    @BeforeEach
    void makeOut() throws IOException {
        out = Files.createDirectories(folder.resolve("out"));
    }

    private Path write(List<VideoUnit> units) throws IOException {
        Path file = folder.resolve("v.mcap");
        VideoUnit.write(file, units);
        return file;
    }

    private LocalRedaction.Result redact(Path recording) throws IOException {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        RedactionPolicy policy =
                new RedactionPolicy(
                        "test",
                        1,
                        1,
                        bundled.gapFrames(),
                        bundled.gapSeconds(),
                        bundled.jpegQuality(),
                        new Detector(List.of("face", "plate"), List.of(), "quick"),
                        new Canaries(2, List.of(32), 0.7, 0.95),
                        List.of());
        return new LocalRedaction(policy, folder, 2)
                .redact(
                        recording,
                        out,
                        (file, destroyed, reason) -> {
                            if (reason == null) {
                                boxes.put(file, destroyed);
                            } else {
                                withheld.put(file, reason);
                            }
                        },
                        (done, all) -> {});
    }

    /// The pictures of the clean recording by log time.
    private static Map<Long, byte[]> pictures(Path clean) throws IOException {
        Map<Long, byte[]> pictures = new TreeMap<>();
        try (Recording recording = Recordings.open(clean);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                if (cursor.message().topic().name().equals("/video")) {
                    assertThat(cursor.message().topic().schema().name())
                            .isEqualTo("sensor_msgs/msg/CompressedImage");
                    ByteBuffer data = cursor.message().data().order(ByteOrder.LITTLE_ENDIAN);
                    int start = data.position();
                    long stamp = data.getInt(start + 4) * 1_000_000_000L + data.getInt(start + 8);
                    assertThat(stamp).isEqualTo(cursor.message().logTime() - 1_000);
                    // Header, "front", "jpeg" and their zeros, each aligned to 4 bytes.
                    data.position(start + 12 + 4 + 8 + 4 + 8);
                    byte[] jpeg = new byte[data.getInt()];
                    data.get(jpeg);
                    pictures.put(cursor.message().logTime(), jpeg);
                }
            }
        }
        return pictures;
    }

    private static double brightness(byte[] jpeg, PixelBox box) throws Exception {
        try (Picture picture = Picture.decodeJpeg(jpeg)) {
            Pixels pixels = Pixels.of(picture);
            double sum = 0;
            for (int y = box.y(); y < box.y() + box.h(); y++) {
                for (int x = box.x(); x < box.x() + box.w(); x++) {
                    sum += pixels.get(x, y, 1);
                }
            }
            return sum / box.area();
        }
    }

    @Test
    void aPlateInAVideoIsDestroyedInTheFrameOfEachMessage() throws Exception {
        Path recording = write(VideoUnit.plates());

        LocalRedaction.Result result = redact(recording);

        assertThat(withheld).isEmpty();
        assertThat(boxes).hasSize(10);
        for (int i = 0; i < 10; i++) {
            PixelBox plate = new PixelBox(100 + 6 * i, 120, 190, 40);
            String name = "video/" + (Scenes.START + i * Scenes.FRAME) + ".jpg";
            assertThat(boxes.get(name))
                    .as(name)
                    .anyMatch(region -> region.box().shared(plate) > 0.8 * plate.area());
        }
        Map<Long, byte[]> pictures = pictures(result.clean());
        assertThat(pictures.keySet())
                .containsExactlyElementsOf(
                        LongStream.range(0, 10)
                                .mapToObj(i -> Scenes.START + i * Scenes.FRAME)
                                .toList());
        RedactionReport report = result.report();
        assertThat(report.cameras().getFirst().frames()).isEqualTo(10);
        assertThat(report.cameras().getFirst().redacted()).isEqualTo(10);
        assertThat(speeds(result.clean())).isEqualTo(speeds(recording));
    }

    private static TopicLedger speeds(Path file) throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                ledger.add(cursor.message());
            }
        }
        return Objects.requireNonNull(ledger.toLedger().topics().get("/speed"));
    }

    @Test
    void framesThatLackTheirKeyframeAreWithheldEachByItsTime() throws Exception {
        List<VideoUnit> units = VideoUnit.greys("h264");

        LocalRedaction.Result result = redact(write(units.subList(2, 6)));

        assertThat(result.report().cameras())
                .containsExactly(new CameraTopic("/video", 4, 0, 2, Map.of(), 0));
        assertThat(result.report().findings())
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.message())
                                .contains("2 of 4 pictures", "what it builds on is missing"));
        assertThat(withheld.keySet())
                .containsExactly(
                        "video/" + units.get(2).time() + ".jpg",
                        "video/" + units.get(3).time() + ".jpg");
        Map<Long, byte[]> pictures = pictures(result.clean());
        assertThat(pictures.keySet()).containsExactly(units.get(4).time(), units.get(5).time());
        assertThat(brightness(pictures.get(units.get(4).time()), new PixelBox(0, 0, 64, 48)))
                .isBetween(36 * 4 * 255 / 219.0 - 4, 36 * 4 * 255 / 219.0 + 4);
    }

    @ParameterizedTest
    @CsvSource({"h264, h264", "hevc, h265"})
    void aTopicOfEitherCodecShowsEachPictureAtTheTimeOfItsMessage(String codec, String format)
            throws Exception {
        List<VideoUnit> units = VideoUnit.bframes(codec, format);
        List<Long> shown = units.stream().map(VideoUnit::time).sorted().toList();
        assertThat(units).extracting(VideoUnit::time).as("B-frames").isNotEqualTo(shown);

        LocalRedaction.Result result = redact(write(units));

        assertThat(withheld).isEmpty();
        Map<Long, byte[]> pictures = pictures(result.clean());
        assertThat(pictures.keySet()).containsExactlyElementsOf(shown);
        for (int i = 0; i < shown.size(); i++) {
            assertThat(brightness(pictures.get(shown.get(i)), new PixelBox(0, 0, 64, 48)))
                    .isCloseTo(18 * i * 255 / 219.0, within(4.0));
        }
    }

    @Test
    void otherFormatsAreWithheldByName() throws Exception {
        LocalRedaction.Result result = redact(write(VideoUnit.greys("vp9")));

        assertThat(withheld).hasSize(6);
        assertThat(withheld.values())
                .allMatch(
                        reason -> reason.equals("expected the format h264 or h265, found \"vp9\""));
        assertThat(pictures(result.clean())).isEmpty();
    }

    @Test
    void theSameVideoGivesTheSameBytes() throws Exception {
        Path recording = write(VideoUnit.plates());
        byte[] first = Files.readAllBytes(redact(recording).clean());

        assertThat(Files.readAllBytes(redact(recording).clean())).isEqualTo(first);
    }
}
