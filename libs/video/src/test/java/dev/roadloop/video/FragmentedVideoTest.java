package dev.roadloop.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.ReadOptions.Order;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files in fragments and with several videos, written by FFmpeg in its ways, against FFmpeg's
/// reading of the same file: times, keyframes and bytes of every sample.
final class FragmentedVideoTest {

    @TempDir private Path directory;

    /// A sample of a file with sizes of four bytes before its units, with start codes there.
    private static byte[] annexB(ByteBuffer sample) {
        ByteBuffer in = sample.duplicate();
        ByteBuffer out = ByteBuffer.allocate(in.remaining());
        while (in.hasRemaining()) {
            byte[] unit = new byte[in.getInt()];
            in.get(unit);
            out.putInt(1).put(unit);
        }
        return out.array();
    }

    /// @param shifted with offsets below 0 from times of decoding, FFmpeg adds the largest of them
    ///   to all times
    private static void isAsFfmpegReads(
            Path file, VideoSamples read, boolean shifted, String... topics) throws VideoException {
        List<FfmpegFile.Packet> packets = FfmpegFile.packets(file);
        assertThat(read.samples()).hasSameSizeAs(packets);
        for (int stream = 0; stream < topics.length; stream++) {
            int wanted = stream;
            List<FfmpegFile.Packet> expected =
                    packets.stream().filter(packet -> packet.stream() == wanted).toList();
            List<VideoSamples.Sample> found = read.of(topics[stream]);
            long shift = shifted ? expected.getFirst().nanos() - found.getFirst().nanos() : 0;
            assertThat(found).hasSameSizeAs(expected);
            for (int i = 0; i < found.size(); i++) {
                assertThat(found.get(i).nanos() + shift)
                        .as("time of frame %d", i)
                        .isCloseTo(expected.get(i).nanos(), within(shifted ? 1L : 0L));
                byte[] unit = found.get(i).unit().array();
                byte[] theirs = annexB(expected.get(i).unit());
                int sets = unit.length - theirs.length;
                assertThat(Arrays.copyOfRange(unit, sets, unit.length)).isEqualTo(theirs);
                assertThat(sets > 0)
                        .as("parameter sets before frame %d of %s", i, topics[stream])
                        .isEqualTo(expected.get(i).keyframe());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "empty_moov+default_base_moof+frag_every_frame",
                "empty_moov+frag_every_frame",
                "empty_moov+omit_tfhd_offset+frag_duration",
                "empty_moov+separate_moof+frag_duration",
                "empty_moov+negative_cts_offsets+default_base_moof+frag_duration",
                "delay_moov+frag_duration",
                "frag_keyframe",
                "cmaf+frag_duration",
                "dash+global_sidx+frag_duration",
                "faststart",
                "write_colr"
            })
    void eachVideoIsATopicWithTheTimesAndBytesThatFfmpegReads(String flags) throws Exception {
        Path file = VideoSamples.written(directory, flags, SmallVideo.H264, SmallVideo.HEVC);

        VideoSamples read = VideoSamples.read(Files.readAllBytes(file));

        boolean shifted = flags.contains("negative_cts_offsets") || flags.contains("cmaf");
        isAsFfmpegReads(file, read, shifted, VideoSamples.FRONT, VideoSamples.SECOND);
        assertThat(read.losses().isEmpty()).isTrue();
        long first = shifted ? 0 : Collections.min(read.nanos(VideoSamples.FRONT));
        List<Long> written = SmallVideo.nanos();
        List<Long> found = read.nanos(VideoSamples.FRONT).stream().sorted().toList();
        for (int i = 0; i < written.size(); i++) {
            assertThat(found.get(i) - first).isCloseTo(written.get(i), within(1L));
        }
    }

    @Test
    void severalVideosComeByPlaceOrByTime() throws Exception {
        byte[] file =
                Files.readAllBytes(
                        VideoSamples.written(
                                directory,
                                "empty_moov+frag_every_frame",
                                SmallVideo.H264,
                                SmallVideo.HEVC));

        VideoSamples inOrder = VideoSamples.read(file);
        VideoSamples byTime = VideoSamples.read(file, ReadOptions.all().withOrder(Order.LOG_TIME));

        assertThat(inOrder.samples().stream().map(VideoSamples.Sample::topic).limit(4).toList())
                .as("as they were written in turn")
                .containsExactly(
                        VideoSamples.FRONT,
                        VideoSamples.SECOND,
                        VideoSamples.FRONT,
                        VideoSamples.SECOND);
        assertThat(byTime.samples())
                .isSortedAccordingTo(Comparator.comparingLong(VideoSamples.Sample::nanos))
                .containsExactlyInAnyOrderElementsOf(inOrder.samples());
        assertThat(
                        VideoSamples.read(
                                        file,
                                        ReadOptions.all().withTopics(Set.of(VideoSamples.SECOND)))
                                .samples())
                .isEqualTo(inOrder.of(VideoSamples.SECOND));
    }

    /// Times, places and defaults said in all the ways that the format has.
    @Test
    void fragmentsLaidOutByHandAreReadAsFfmpegReadsThem() throws Exception {
        Path file = directory.resolve("by-hand.mp4");
        Files.write(file, byHand(true));

        VideoSamples read = VideoSamples.read(Files.readAllBytes(file));

        assertThat(read.losses().isEmpty()).isTrue();
        assertThat(read.of(VideoSamples.FRONT)).hasSize(8);
        assertThat(read.of(VideoSamples.SECOND)).hasSize(6);
        isAsFfmpegReads(file, read, false, VideoSamples.FRONT, VideoSamples.SECOND);
        assertThat(VideoSamples.read(byHand(false)).samples())
                .as("FFmpeg 8.0.1 misses that a run without a place follows the one before")
                .isEqualTo(read.samples());
    }

    private byte[] byHand(boolean placed) throws Exception {
        byte[] like =
                Files.readAllBytes(
                        VideoSamples.written(
                                directory,
                                "empty_moov+frag_every_frame",
                                SmallVideo.H264,
                                SmallVideo.HEVC));
        return HandMadeFragments.of(
                like,
                FfmpegFile.packets(directory.resolve(SmallVideo.H264)),
                FfmpegFile.packets(directory.resolve(SmallVideo.HEVC)),
                placed);
    }
}
