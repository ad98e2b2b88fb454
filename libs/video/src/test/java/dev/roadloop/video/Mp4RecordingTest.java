package dev.roadloop.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.ReadOptions.Order;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.VideoHint;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A video file read as a recording, against FFmpeg's reading of the same file.
final class Mp4RecordingTest {

    private static final Instant START = Instant.parse("2026-05-05T09:30:00.123456789Z");
    private static final VideoHint HINT = new VideoHint("/camera/front", START);
    private static final String H264 = "h264-bframes-uneven.mp4";
    private static final int[] TIMES = {
        0, 3003, 6006, 12012, 12013, 18018, 21021, 90000, 93003, 180000, 183003, 186007
    };

    /// What was read of a file: times since its beginning, and brightness by them.
    private record Read(List<Long> nanos, List<Double> brightness, LossReport losses) {}

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Mp4RecordingTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static Recording open(byte[] file) throws IOException {
        return Recordings.open(ByteSource.of("a/front.mp4", ByteBuffer.wrap(file)), HINT);
    }

    private static Read read(byte[] file, ReadOptions options) throws IOException {
        List<Long> nanos = new ArrayList<>();
        try (Recording recording = open(file);
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                nanos.add(since(cursor.message().logTime()));
            }
            return new Read(nanos, List.of(), cursor.losses());
        }
    }

    private static long since(long time) {
        return time - START.getEpochSecond() * 1_000_000_000L - START.getNano();
    }

    private static List<Long> times() {
        return Arrays.stream(TIMES).mapToObj(time -> Math.round(time * 1e9 / 90_000)).toList();
    }

    /// Each message goes to the decoder by itself, as redaction does it.
    private static Read decoded(byte[] file) throws IOException, VideoException {
        List<Long> times = new ArrayList<>();
        List<Long> shown = new ArrayList<>();
        List<Double> brightness = new ArrayList<>();
        VideoDecoder.Frames frames =
                (number, jpeg) -> {
                    shown.add(times.get((int) number));
                    brightness.add(Mp4VideoTest.brightness(jpeg));
                };
        try (Recording recording = open(file);
                MessageCursor cursor = recording.read(ReadOptions.all());
                VideoDecoder decoder = VideoDecoder.of(format(file))) {
            while (cursor.next()) {
                MessageValue value = value(cursor);
                assertThat(value.integer("timestamp")).isEqualTo(cursor.message().logTime());
                assertThat(value.text("frame_id")).isEqualTo("/camera/front");
                times.add(since(cursor.message().logTime()));
                decoder.decode(bytes(value), times.size() - 1, frames);
            }
            decoder.drain(frames);
            return new Read(shown, brightness, cursor.losses());
        }
    }

    private static MessageValue value(MessageCursor cursor) throws IOException {
        Topic topic = cursor.message().topic();
        byte[] data = new byte[cursor.message().data().remaining()];
        cursor.message().data().get(data);
        try {
            return MessageDecoder.compile(
                            topic.name(),
                            topic.messageEncoding(),
                            topic.schema().encoding(),
                            topic.schema().name(),
                            topic.schema().text().getBytes(StandardCharsets.UTF_8))
                    .decode(data);
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static byte[] bytes(MessageValue value) {
        ByteBuffer data = (ByteBuffer) value.find("data").orElseThrow();
        byte[] copy = new byte[data.remaining()];
        data.duplicate().get(copy);
        return copy;
    }

    private static String format(byte[] file) throws IOException {
        try (Recording recording = open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            cursor.next();
            return value(cursor).text("format");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {H264, "hevc-bframes-uneven.mp4"})
    void everyFrameIsAMessageWithTheTimeAtWhichItIsShown(String name) throws Exception {
        byte[] file = resource(name);

        Read decoded = decoded(file);

        assertThat(decoded.nanos()).isEqualTo(times());
        for (int i = 0; i < TIMES.length; i++) {
            assertThat(decoded.brightness().get(i)).isCloseTo(18 * i * 255 / 219.0, within(4.0));
        }
        assertThat(decoded.losses().isEmpty()).isTrue();
    }

    @Test
    void messagesComeByTimeWhereThatIsAsked() throws Exception {
        byte[] file = resource(H264);

        Read byTime = read(file, ReadOptions.all().withOrder(Order.LOG_TIME));
        Read inOrder = read(file, ReadOptions.all());

        assertThat(byTime.nanos()).isEqualTo(times());
        assertThat(inOrder.nanos())
                .as("B-frames are decoded after what they build on")
                .isNotEqualTo(times())
                .containsExactlyInAnyOrderElementsOf(times());
        long start = START.getEpochSecond() * 1_000_000_000L + START.getNano();
        assertThat(
                        read(
                                        file,
                                        ReadOptions.all()
                                                .withTime(
                                                        start + times().get(3),
                                                        start + times().get(6)))
                                .nanos())
                .containsExactlyInAnyOrderElementsOf(times().subList(3, 6));
        assertThat(read(file, ReadOptions.all().withTopics(Set.of("/other"))).nanos()).isEmpty();
    }

    @Test
    void theSummarySaysWhatIsInTheFile() throws Exception {
        try (Recording recording = open(resource(H264))) {
            assertThat(recording.summary().format()).isEqualTo(RecordingFormat.MP4);
            assertThat(recording.summary().topics())
                    .extracting(Topic::name)
                    .containsExactly("/camera/front");
            assertThat(recording.summary().messages()).hasValue(TIMES.length);
            assertThat(since(Objects.requireNonNull(recording.summary().start()))).isZero();
            assertThat(since(Objects.requireNonNull(recording.summary().end())))
                    .isEqualTo(times().getLast());
        }
    }

    @Test
    void aFileThatDoesNotSayWhenItBeginsNeedsToBeTold() throws Exception {
        byte[] file = resource(H264);
        int created = at(file, "mvhd") + 8;
        Arrays.fill(file, created, created + 4, (byte) 0);

        assertThatThrownBy(
                        () -> Recordings.open(ByteSource.of("a/front.mp4", ByteBuffer.wrap(file))))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("a/front.mp4")
                .hasMessageContaining("video.start");
    }

    @Test
    void aHintNamesTheTopicByFolderOrFile() {
        assertThat(VideoHint.of("front.mp4").topic()).isEqualTo("/video/front");
        assertThat(VideoHint.of("rear cam/0001.MP4").topic()).isEqualTo("/video/rear_cam");
        assertThat(VideoHint.of(".mp4").topic()).isEqualTo("/video/_mp4");
    }

    @Test
    void framesBehindACutAreLostAndCounted() throws Exception {
        byte[] file = resource(H264);
        assertThat(read(file, ReadOptions.all()).nanos()).hasSize(TIMES.length);

        Read cut = read(Arrays.copyOf(file, file.length - 40), ReadOptions.all());

        assertThat(cut.nanos()).hasSizeLessThan(TIMES.length);
        assertThat(cut.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.TRUNCATED);
                    assertThat(loss.messages()).isEqualTo(TIMES.length - cut.nanos().size());
                });
    }

    @Test
    void aFileWithoutItsIndexIsRefused() throws Exception {
        byte[] file = resource(H264);
        assertThatThrownBy(() -> open(Arrays.copyOf(file, 500)))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("a/front.mp4: its index has 1004 bytes, of which 460");

        System.arraycopy("free".getBytes(StandardCharsets.UTF_8), 0, file, at(file, "moov"), 4);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("moov")
                .hasMessageContaining("switched off");
    }

    @Test
    void damagedFilesAreRefusedOrYieldNoMoreThanTheyHad() throws Exception {
        byte[] sound = resource(H264);
        Random random = new Random(17);
        int refused = 0;
        int opened = 0;
        for (int round = 0; round < Integer.getInteger("roadloop.rounds", 2_000); round++) {
            byte[] damaged = sound.clone();
            for (int i = 0; i < 1 + round % 8; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            int end = round % 3 == 0 ? random.nextInt(damaged.length) : damaged.length;
            try {
                Read read = read(Arrays.copyOf(damaged, end), ReadOptions.all());
                assertThat(read.nanos().size() + read.losses().losses().size()).isPositive();
                opened++;
            } catch (RecordingException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(opened).isPositive();
    }

    /// The times are those of PyAV 18.1.0 and of the file's own table `stts`.
    @Test
    @Tag("slow")
    void theFileOfARealCameraHasTheTimesThatFfmpegGives() throws Exception {
        Path data = Path.of(System.getProperty("roadloop.testdata", "../shared/data"));
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path file =
                root.resolve(data).resolve("recordings/gopro_walk/max-heromode.mp4").normalize();
        assumeTrue(
                Files.exists(file),
                "no real recordings at " + file + "; give their folder by -Droadloop.testdata=DIR");

        List<Long> nanos = new ArrayList<>();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            long origin = Instant.parse("2019-11-18T15:45:32Z").getEpochSecond() * 1_000_000_000L;
            while (cursor.next()) {
                nanos.add(cursor.message().logTime() - origin);
            }
            assertThat(cursor.losses().isEmpty()).isTrue();
        }

        String joined = nanos.stream().map(String::valueOf).collect(Collectors.joining(","));
        assertThat(Sha256.of(joined.getBytes(StandardCharsets.UTF_8)).hex())
                .isEqualTo("7d7df282e8f19aa2c84e29a2e1a31be4aad0b2fe4940fc82fd365ee6913f4613");
    }

    private static int at(byte[] file, String type) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(type);
    }
}
