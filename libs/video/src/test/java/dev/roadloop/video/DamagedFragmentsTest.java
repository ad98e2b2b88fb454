package dev.roadloop.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.RecordingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files in fragments that are cut or damaged: all whole samples come, and what is lost is told.
final class DamagedFragmentsTest {

    @TempDir private Path directory;

    /// For every length of the file: what is read are the first frames, and each of those that a
    /// whole index tells of is read or counted as lost.
    @Test
    @Tag("slow")
    void aFileCutAnywhereYieldsEachWholeSampleAndCountsTheOthers() throws Exception {
        byte[] file =
                Files.readAllBytes(
                        VideoSamples.written(
                                directory,
                                "empty_moov+default_base_moof+frag_duration",
                                SmallVideo.H264));
        VideoSamples whole = VideoSamples.read(file);
        List<Integer> ends =
                HandMadeFragments.sampleEnds(
                        file, FfmpegFile.packets(directory.resolve(SmallVideo.H264)));
        int first = SmallVideo.at(file, "moof") - 4;
        int known = 0;

        for (int length = first; length < file.length; length++) {
            VideoSamples cut = VideoSamples.read(Arrays.copyOf(file, length));
            int here = length;
            int samples = (int) ends.stream().filter(end -> end <= here).count();
            assertThat(cut.samples()).as("cut at %d", length).hasSize(samples);
            assertThat(cut.samples()).isEqualTo(whole.samples().subList(0, samples));
            boolean lostSome = cut.losses().losses().stream().anyMatch(Loss::touchesMessages);
            if (cut.losses().messages().isPresent() && lostSome) {
                known++;
                assertThat(samples + cut.losses().messages().getAsLong())
                        .as("read and lost of the fragments with an index, cut at %d", length)
                        .isEqualTo(HandMadeFragments.told(file, length));
            }
        }
        assertThat(known).as("cuts within data").isGreaterThan(500);
    }

    @Test
    void whatIsBehindABrokenBoxIsFoundAgain() throws Exception {
        byte[] file = aFragmentForEachFrame();
        int second = at(file, "moof", at(file, "moof", 0) + 1);
        file[second - 4] = 0x7f;

        VideoSamples read = VideoSamples.read(file);

        assertThat(read.samples()).hasSize(SmallVideo.FRAMES - 1);
        Loss loss = only(read);
        assertThat(loss.reason()).isEqualTo(Loss.Reason.MALFORMED);
        assertThat(loss.from()).isEqualTo(second - 4);
        assertThat(loss.to()).isEqualTo(at(file, "moof", second + 1) - 4);
        assertThat(loss.messages()).isNull();
        assertThat(loss.detail()).contains("a/front.mp4").contains("next fragment");
    }

    @Test
    void aFragmentThatCannotBeReadIsLostAndTheOthersCome() throws Exception {
        byte[] file = aFragmentForEachFrame();
        int run = at(file, "trun", 0);
        file[run + 8] = 0x10;

        VideoSamples read = VideoSamples.read(file);

        assertThat(read.samples()).hasSize(SmallVideo.FRAMES - 1);
        Loss loss = only(read);
        assertThat(loss.reason()).isEqualTo(Loss.Reason.MALFORMED);
        assertThat(loss.topic()).isEqualTo(VideoSamples.FRONT);
        assertThat(loss.detail()).contains("a run of 268435457 samples in");
    }

    @Test
    void framesWithoutASayingWhenAreLostBehindALostFragment() throws Exception {
        byte[] file = aFragmentForEachFrame();
        file[at(file, "trun", 0) + 8] = 0x10;
        for (int time = at(file, "tfdt", 0); time >= 0; time = at(file, "tfdt", time + 1)) {
            System.arraycopy(ascii("free"), 0, file, time, 4);
        }

        VideoSamples read = VideoSamples.read(file);

        assertThat(read.samples()).isEmpty();
        assertThat(read.losses().losses()).hasSize(SmallVideo.FRAMES);
        assertThat(read.losses().losses().getLast().detail()).contains("the one before it is lost");
    }

    @Test
    void fragmentsBeforeTheirIndexAreRefusedWithWhatToDo() throws Exception {
        byte[] file = aFragmentForEachFrame();
        byte[] segment = Arrays.copyOfRange(file, at(file, "moof", 0) - 4, file.length);

        assertThatThrownBy(() -> VideoSamples.read(segment))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining("a/front.mp4: expected an index (moov) before the first")
                .hasMessageContaining("cat init.mp4");
    }

    @Test
    void aVideoThatCannotBeReadIsALossBesideOneThatCan() throws Exception {
        byte[] file =
                Files.readAllBytes(
                        VideoSamples.written(
                                directory, "faststart", SmallVideo.H264, SmallVideo.HEVC));
        int table = at(file, "stsz", at(file, "stsz", 0) + 1);
        System.arraycopy(ascii("free"), 0, file, table, 4);

        VideoSamples read = VideoSamples.read(file);

        assertThat(read.of(VideoSamples.FRONT)).hasSize(SmallVideo.FRAMES);
        assertThat(read.of(VideoSamples.SECOND)).isEmpty();
        Loss loss = only(read);
        assertThat(loss.messages()).isNull();
        assertThat(loss.detail()).contains("track 2 cannot be read: expected a box");
    }

    /// `-Droadloop.rounds=N` damages more.
    @Test
    void damagedFragmentsAreRefusedOrYieldNoMoreThanTheyHad() throws Exception {
        byte[] sound =
                Files.readAllBytes(
                        VideoSamples.written(
                                directory,
                                "empty_moov+frag_duration",
                                SmallVideo.H264,
                                SmallVideo.HEVC));
        Random random = new Random(23);
        int opened = 0;
        int lossy = 0;
        for (int round = 0; round < Integer.getInteger("roadloop.rounds", 1_000); round++) {
            try {
                VideoSamples read = VideoSamples.read(SmallVideo.damaged(sound, round, random));
                assertThat(read.samples()).hasSizeLessThan(sound.length);
                opened++;
                lossy += read.losses().isEmpty() ? 0 : 1;
            } catch (RecordingException e) {
                assertThat(e).hasMessageContaining("a/front.mp4");
            }
        }
        assertThat(opened).isPositive();
        assertThat(lossy).isPositive();
    }

    private byte[] aFragmentForEachFrame() throws Exception {
        return Files.readAllBytes(
                VideoSamples.written(
                        directory,
                        "empty_moov+default_base_moof+frag_every_frame",
                        SmallVideo.H264));
    }

    private static Loss only(VideoSamples read) {
        assertThat(read.losses().losses()).hasSize(1);
        return read.losses().losses().getFirst();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int at(byte[] file, String type, int from) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(type, from);
    }
}
