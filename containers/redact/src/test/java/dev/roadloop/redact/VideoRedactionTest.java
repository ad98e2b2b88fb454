package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.contracts.RedactionPolicy.Detector;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.TopicLedger;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateRegion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
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

/// The access units were encoded by libx264 through PyAV 18.1.0. Each line of a file is a unit, in
/// the order of decoding. Those of `plate` are ten pictures of [Scenes] with a plate that moves six
/// pixels a frame; before each unit stands its place in the order of showing, which differs. Those
/// of `h264` are six grey pictures of brightness 16 + 36 i, the first and the fifth of which stand
/// by themselves.
final class VideoRedactionTest {

    private static final Schema VIDEO =
            Schema.of(
                    "foxglove_msgs/CompressedVideo",
                    "ros1msg",
                    "time timestamp\nstring frame_id\nuint8[] data\nstring format\n");

    @TempDir private Path folder;
    private Path out = Path.of("");
    private final Map<String, List<PrivateRegion>> boxes = new TreeMap<>();
    private final Map<String, String> withheld = new TreeMap<>();

    @BeforeEach
    void makeOut() throws IOException {
        out = Files.createDirectories(folder.resolve("out"));
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = VideoRedactionTest.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    /// A message of video; it was taken a microsecond before it was logged.
    private record Unit(long time, byte[] data, String format) {
        ByteBuffer message() {
            byte[] frame = "front".getBytes(StandardCharsets.US_ASCII);
            byte[] name = format.getBytes(StandardCharsets.US_ASCII);
            long stamp = time - 1_000;
            return ByteBuffer.allocate(20 + frame.length + data.length + name.length)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) (stamp / 1_000_000_000))
                    .putInt((int) (stamp % 1_000_000_000))
                    .putInt(frame.length)
                    .put(frame)
                    .putInt(data.length)
                    .put(data)
                    .putInt(name.length)
                    .put(name)
                    .flip();
        }
    }

    private static List<Unit> plates() throws IOException {
        List<Unit> units = new ArrayList<>();
        for (String line : lines("plate-access-units.txt")) {
            String[] parts = line.split(" ");
            units.add(
                    new Unit(
                            Scenes.START + Integer.parseInt(parts[0]) * Scenes.FRAME,
                            HexFormat.of().parseHex(parts[1]),
                            "h264"));
        }
        return units;
    }

    private static List<Unit> greys(String format) throws IOException {
        List<Unit> units = new ArrayList<>();
        for (String line : lines("h264-access-units.txt")) {
            units.add(
                    new Unit(
                            Scenes.START + units.size() * Scenes.FRAME,
                            HexFormat.of().parseHex(line),
                            format));
        }
        return units;
    }

    /// The access units of a file that libs/video describes: twelve pictures of brightness 16 + 18
    /// i at uneven times, with B-frames, in the order of decoding.
    private static List<Unit> bframes(String codec, String format) throws Exception {
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path mp4 =
                root.resolve("libs/video/src/test/resources/dev/roadloop/video")
                        .resolve(codec + "-bframes-uneven.mp4");
        Decoders decoders = new Decoders();
        List<Unit> units = new ArrayList<>();
        try (Recording recording = Recordings.open(mp4);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                byte[] message = new byte[cursor.message().data().remaining()];
                cursor.message().data().get(message);
                VideoFields fields =
                        new VideoFields(
                                Objects.requireNonNull(
                                        decoders.of(cursor.message().topic()).decoder()));
                fields.read(message, 0);
                assertThat(fields.format()).isEqualTo(format);
                units.add(new Unit(cursor.message().logTime(), fields.data(), format));
            }
        }
        return units;
    }

    private Path write(List<Unit> units) throws IOException {
        Path file = folder.resolve("v.mcap");
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "ros1")) {
            Topic video = writer.addTopic("/video", "ros1", VIDEO, Map.of());
            Topic speed =
                    writer.addTopic(
                            "/speed",
                            "ros1",
                            Schema.of("std_msgs/Float64", "ros1msg", "float64 data\n"),
                            Map.of());
            for (Unit unit : units) {
                writer.write(video, unit.time(), unit.time(), 0, unit.message());
                writer.write(speed, unit.time(), unit.time(), 0, ByteBuffer.allocate(8));
            }
        }
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
    @Tag("slow")
    void aPlateInAVideoIsDestroyedInTheFrameOfEachMessage() throws Exception {
        Path recording = write(plates());

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
    @Tag("slow")
    void framesThatLackTheirKeyframeAreWithheldEachByItsTime() throws Exception {
        List<Unit> units = greys("h264");

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
    @Tag("slow")
    void aTopicOfEitherCodecShowsEachPictureAtTheTimeOfItsMessage(String codec, String format)
            throws Exception {
        List<Unit> units = bframes(codec, format);
        List<Long> shown = units.stream().map(Unit::time).sorted().toList();
        assertThat(units).extracting(Unit::time).as("B-frames").isNotEqualTo(shown);

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
        LocalRedaction.Result result = redact(write(greys("vp9")));

        assertThat(withheld).hasSize(6);
        assertThat(withheld.values())
                .allMatch(
                        reason -> reason.equals("expected the format h264 or h265, found \"vp9\""));
        assertThat(pictures(result.clean())).isEmpty();
    }

    @Test
    @Tag("slow")
    void theSameVideoGivesTheSameBytes() throws Exception {
        Path recording = write(plates());
        byte[] first = Files.readAllBytes(redact(recording).clean());

        assertThat(Files.readAllBytes(redact(recording).clean())).isEqualTo(first);
    }
}
