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
import dev.roadloop.sensorlog.message.MessageValue;
import java.io.IOException;
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

    /// What was read of a file: times since its beginning, and brightness by them.
    private record Read(List<Long> nanos, List<Double> brightness, LossReport losses) {}

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

    /// Each message goes to the decoder by itself, as redaction does it.
    private static Read decoded(byte[] file) throws IOException, VideoException {
        List<Long> times = new ArrayList<>();
        List<Long> shown = new ArrayList<>();
        List<Double> brightness = new ArrayList<>();
        VideoDecoder.Frames frames =
                (number, jpeg) -> {
                    shown.add(times.get((int) number));
                    brightness.add(SmallVideo.brightness(jpeg));
                };
        try (Recording recording = open(file);
                MessageCursor cursor = recording.read(ReadOptions.all());
                VideoDecoder decoder = VideoDecoder.of(format(file))) {
            while (cursor.next()) {
                MessageValue value = VideoMessages.value(cursor.message());
                assertThat(value.integer("timestamp")).isEqualTo(cursor.message().logTime());
                assertThat(value.text("frame_id")).isEqualTo("/camera/front");
                times.add(since(cursor.message().logTime()));
                decoder.decode(VideoMessages.unit(value), times.size() - 1, frames);
            }
            decoder.drain(frames);
            return new Read(shown, brightness, cursor.losses());
        }
    }

    private static String format(byte[] file) throws IOException {
        try (Recording recording = open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            cursor.next();
            return VideoMessages.value(cursor.message()).text("format");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallVideo.H264, SmallVideo.HEVC})
    void everyFrameIsAMessageWithTheTimeAtWhichItIsShown(String name) throws Exception {
        byte[] file = SmallVideo.bytes(name);

        Read decoded = decoded(file);

        assertThat(decoded.nanos()).isEqualTo(SmallVideo.nanos());
        for (int i = 0; i < SmallVideo.FRAMES; i++) {
            assertThat(decoded.brightness().get(i))
                    .isCloseTo(SmallVideo.brightness(i), within(4.0));
        }
        assertThat(decoded.losses().isEmpty()).isTrue();
    }

    @Test
    void messagesComeByTimeWhereThatIsAsked() throws Exception {
        byte[] file = SmallVideo.bytes(SmallVideo.H264);

        Read byTime = read(file, ReadOptions.all().withOrder(Order.LOG_TIME));
        Read inOrder = read(file, ReadOptions.all());

        assertThat(byTime.nanos()).isEqualTo(SmallVideo.nanos());
        assertThat(inOrder.nanos())
                .as("B-frames are decoded after what they build on")
                .isNotEqualTo(SmallVideo.nanos())
                .containsExactlyInAnyOrderElementsOf(SmallVideo.nanos());
        long start = START.getEpochSecond() * 1_000_000_000L + START.getNano();
        assertThat(
                        read(
                                        file,
                                        ReadOptions.all()
                                                .withTime(
                                                        start + SmallVideo.nanos().get(3),
                                                        start + SmallVideo.nanos().get(6)))
                                .nanos())
                .containsExactlyInAnyOrderElementsOf(SmallVideo.nanos().subList(3, 6));
        assertThat(read(file, ReadOptions.all().withTopics(Set.of("/other"))).nanos()).isEmpty();
    }

    @Test
    void theSummarySaysWhatIsInTheFile() throws Exception {
        try (Recording recording = open(SmallVideo.bytes(SmallVideo.H264))) {
            assertThat(recording.summary().format()).isEqualTo(RecordingFormat.MP4);
            assertThat(recording.summary().topics())
                    .extracting(Topic::name)
                    .containsExactly("/camera/front");
            assertThat(recording.summary().messages()).hasValue(SmallVideo.FRAMES);
            assertThat(since(Objects.requireNonNull(recording.summary().start()))).isZero();
            assertThat(since(Objects.requireNonNull(recording.summary().end())))
                    .isEqualTo(SmallVideo.nanos().getLast());
        }
    }

    @Test
    void aFileThatDoesNotSayWhenItBeginsNeedsToBeTold() throws Exception {
        byte[] file = SmallVideo.bytes(SmallVideo.H264);
        int created = SmallVideo.at(file, "mvhd") + 8;
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
        byte[] file = SmallVideo.bytes(SmallVideo.H264);
        assertThat(read(file, ReadOptions.all()).nanos()).hasSize(SmallVideo.FRAMES);

        Read cut = read(Arrays.copyOf(file, file.length - 40), ReadOptions.all());

        assertThat(cut.nanos()).hasSizeLessThan(SmallVideo.FRAMES);
        assertThat(cut.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.TRUNCATED);
                    assertThat(loss.messages()).isEqualTo(SmallVideo.FRAMES - cut.nanos().size());
                });
    }

    @Test
    void aFileWithoutItsIndexIsRefused() throws Exception {
        byte[] file = SmallVideo.bytes(SmallVideo.H264);
        assertThatThrownBy(() -> open(Arrays.copyOf(file, 500)))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("a/front.mp4: its index has 1004 bytes, of which 460");

        System.arraycopy(
                "free".getBytes(StandardCharsets.UTF_8), 0, file, SmallVideo.at(file, "moov"), 4);
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("moov")
                .hasMessageContaining("switched off");
    }

    @Test
    void damagedFilesAreRefusedOrYieldNoMoreThanTheyHad() throws Exception {
        byte[] sound = SmallVideo.bytes(SmallVideo.H264);
        Random random = new Random(17);
        int refused = 0;
        int opened = 0;
        for (int round = 0; round < Integer.getInteger("roadloop.rounds", 2_000); round++) {
            try {
                Read read = read(SmallVideo.damaged(sound, round, random), ReadOptions.all());
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
}
