package dev.roadloop.video;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.message.MessageValue;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.global.avcodec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Mp4VideoTest {

    @TempDir private Path directory;

    /// What was read of a file.
    private record Frames(List<Long> nanos, List<Double> brightness, long damaged) {}

    private Path resource(String name) throws IOException {
        Path file = directory.resolve(name);
        return Files.write(file, SmallVideo.bytes(name));
    }

    private static Frames read(Path file) throws IOException, VideoException {
        List<Long> nanos = new ArrayList<>();
        List<Double> brightness = new ArrayList<>();
        try (Mp4Video video = Mp4Video.open(file)) {
            long damaged =
                    video.read((time, jpeg) -> {
                        nanos.add(time);
                        brightness.add(SmallVideo.brightness(jpeg));
                    });
            return new Frames(nanos, brightness, damaged);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallVideo.H264, SmallVideo.HEVC})
    void framesComeInTheOrderShownWithTheTimesThatTheFileGivesThem(String name) throws Exception {
        Path file = resource(name);
        Frames frames = read(file);

        assertThat(frames.nanos()).containsExactlyElementsOf(SmallVideo.nanos());
        for (int i = 0; i < SmallVideo.FRAMES; i++) {
            assertThat(frames.brightness().get(i)).isCloseTo(SmallVideo.brightness(i), within(4.0));
        }
        assertThat(frames.damaged()).isZero();
        assertThat(read(file)).isEqualTo(frames);
    }

    /// The times are those of PyAV 18.1.0 and of the file's own table `stts`.
    @Test
    @Tag("slow")
    void theFramesOfARealCameraHaveTheTimesOfItsIndex() throws Exception {
        Path data = Path.of(System.getProperty("roadloop.testdata", "../shared/data"));
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path file =
                root.resolve(data).resolve("recordings/gopro_walk/max-heromode.mp4").normalize();
        assumeTrue(
                Files.exists(file),
                "no real recordings at " + file + "; give their folder by -Droadloop.testdata=DIR");

        List<Long> nanos = new ArrayList<>();
        try (Mp4Video video = Mp4Video.open(file)) {
            assertThat(video.created()).contains(Instant.parse("2019-11-18T15:45:32Z"));
            assertThat(video.read((time, jpeg) -> nanos.add(time))).isZero();
        }

        assertThat(nanos).hasSize(315).startsWith(0L, 33_366_667L, 66_733_333L, 100_100_000L);
        String joined = nanos.stream().map(String::valueOf).collect(Collectors.joining(","));
        assertThat(Sha256.of(joined.getBytes(StandardCharsets.UTF_8)).hex())
                .isEqualTo("7d7df282e8f19aa2c84e29a2e1a31be4aad0b2fe4940fc82fd365ee6913f4613");
    }

    @Test
    void whatIsNoVideoIsRefusedByName() throws Exception {
        Path text = directory.resolve("notes.mp4");
        Files.writeString(text, "not a video at all");
        assertThatThrownBy(() -> Mp4Video.open(text))
                .isInstanceOf(VideoException.class)
                .hasMessageStartingWith("notes.mp4: expected an MP4 or QuickTime file, found");
        Path empty = Files.createFile(directory.resolve("empty.mp4"));
        assertThatThrownBy(() -> Mp4Video.open(empty))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("empty.mp4");
    }

    /// A playlist that names another file, which some demuxers would open.
    @Test
    void aFileCannotReferToAnother() throws Exception {
        Path list = directory.resolve("list.mp4");
        Files.writeString(list, "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n");

        assertThatThrownBy(() -> Mp4Video.open(list))
                .isInstanceOf(VideoException.class)
                .hasMessageContaining("list.mp4");
    }

    @Test
    @Tag("slow")
    void damagedFilesEndWithAnErrorOrFewerFramesWithinBoundedMemory() throws Exception {
        byte[] sound = Files.readAllBytes(resource(SmallVideo.H264));
        Random random = new Random(11);
        int refused = 0;
        for (int round = 0; round < Integer.getInteger("roadloop.rounds", 150); round++) {
            Path file = directory.resolve("damaged.mp4");
            Files.write(file, SmallVideo.damaged(sound, round, random));
            try {
                assertThat(read(file).nanos()).hasSizeLessThanOrEqualTo(SmallVideo.FRAMES + 1);
            } catch (VideoException e) {
                assertThat(e).hasMessageContaining("damaged.mp4");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    @Tag("slow")
    void aVideoBecomesACameraTopicOfARecording() throws Exception {
        Path mcap = directory.resolve("video.mcap");
        Path mp4 = resource(SmallVideo.H264);
        List<Long> read = new ArrayList<>();
        try (Mp4Video video = Mp4Video.open(mp4);
                RecordingWriter writer =
                        Mcap.create(
                                FileChannel.open(mcap, CREATE, WRITE),
                                WriteOptions.defaults(),
                                "ros2")) {
            Instant start = Instant.parse("2026-05-05T09:30:00.5Z");
            assertThat(VideoRecording.write(video, start, "/cam", writer, read::add)).isZero();
        }

        List<Long> times = new ArrayList<>();
        try (Recording recording = Recordings.open(mcap);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                MessageValue value = VideoMessages.value(cursor.message());
                assertThat(value.integer("header.stamp")).isEqualTo(cursor.message().logTime());
                assertThat(value.text("format")).isEqualTo("jpeg");
                times.add(cursor.message().logTime());
            }
        }
        assertThat(read).hasSize(SmallVideo.FRAMES).doesNotHaveDuplicates();
        assertThat(read.getLast()).isBetween(Files.size(mp4) / 2, Files.size(mp4));
        assertThat(times).hasSize(SmallVideo.FRAMES).startsWith(1_777_973_400_500_000_000L);
        assertThat(times.getLast() - times.getFirst()).isEqualTo(2_066_744_444L);
    }

    @Test
    void theDecoderIsTheLgplBuild() {
        assertThat(avcodec.avcodec_license().getString()).startsWith("LGPL");
        assertThat(avcodec.avcodec_configuration().getString()).doesNotContain("--enable-gpl");
    }
}
