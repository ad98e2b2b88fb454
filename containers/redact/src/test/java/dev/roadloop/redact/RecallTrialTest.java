package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionPolicy.Canaries;
import dev.roadloop.contracts.RedactionPolicy.Floor;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.contracts.RedactionReport.PixelCheck;
import dev.roadloop.contracts.RedactionReport.RecallEstimate;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.domain.Sha256;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.vision.DetectorIdentity;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivacyDetector;
import dev.roadloop.vision.PrivateRegion;
import dev.roadloop.vision.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The estimate is tried with detectors whose recall is known because it is made.
class RecallTrialTest {

    private static final int FRAMES = 6;
    private static final double CONFIDENCE = 0.95;

    @TempDir private Path folder;

    @Test
    void theEstimateIsWhatTheDetectorKnowsThatItFound() throws IOException {
        AtomicInteger found = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();

        List<RecallEstimate> estimates =
                run(
                                (number, box) -> {
                                    seen.incrementAndGet();
                                    if (number % 3 == 0) {
                                        return Optional.empty();
                                    }
                                    found.incrementAndGet();
                                    return Optional.of(box);
                                },
                                1)
                        .estimates();

        RecallEstimate all = counted(estimates);
        assertThat(all.trials()).isEqualTo(seen.get()).isGreaterThanOrEqualTo(2 * FRAMES - 2);
        assertThat(all.found()).isEqualTo(found.get());
        // Wilson's interval as Wikipedia has it, "Binomial proportion confidence interval".
        double z = 1.959963984540054;
        double n = all.trials();
        double p = all.found() / n;
        double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
        double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        assertThat(all.low()).isCloseTo(middle - half, within(1e-9));
        assertThat(all.high()).isCloseTo(middle + half, within(1e-9));
        assertThat(estimates.stream().filter(each -> each.height() != null))
                .extracting(RecallEstimate::height)
                .containsExactly(24, 40);
    }

    @Test
    @Tag("slow")
    void theIntervalHoldsTheTrueRecallAboutAsOftenAsItSays() throws IOException {
        double recall = 0.6;
        int drives = 60;
        int held = 0;
        long found = 0;
        long trials = 0;
        for (int drive = 0; drive < drives; drive++) {
            SplittableRandom chance = new SplittableRandom(drive);
            RecallEstimate estimate =
                    counted(
                            run(
                                            (number, box) ->
                                                    chance.nextDouble() < recall
                                                            ? Optional.of(box)
                                                            : Optional.empty(),
                                            1)
                                    .estimates());
            held += estimate.low() <= recall && recall <= estimate.high() ? 1 : 0;
            found += estimate.found();
            trials += estimate.trials();
        }
        // 60 drives at 0.95: fewer than 52 would happen once in 10,000 times.
        assertThat(held).isGreaterThanOrEqualTo(52).isLessThan(drives + 1);
        assertThat(found / (double) trials).isCloseTo(recall, within(0.06));
    }

    @Test
    void platesAreShownInManyLights() throws IOException {
        List<Double> lights = Collections.synchronizedList(new ArrayList<>());

        try (DetectorPool pool =
                new DetectorPool(() ->
                        new Watching(
                                new MadeDetector(MadeDetector.Answer.always(box -> box)),
                                lights))) {
            new RecallTrial(
                            policy(new Floor("plate", 8, 0, 1, false)),
                            pool,
                            new PictureRedaction(Redactor.standard(), 90),
                            1)
                    .run(sample(), List.of());
        }

        assertThat(lights).hasSizeGreaterThanOrEqualTo(2 * FRAMES - 2);
        assertThat(Collections.max(lights)).isGreaterThan(2 * Collections.min(lights));
        assertThat(lights.stream().map(light -> Math.round(light / 15)).distinct())
                .as("steps of brightness")
                .hasSizeGreaterThan(3);
    }

    /// Notes how bright each thing is where it is brightest.
    private record Watching(MadeDetector made, List<Double> lights) implements PrivacyDetector {
        @Override
        public List<PrivateRegion> detect(Picture picture) {
            Pixels pixels = Pixels.of(picture);
            List<PrivateRegion> things = made.detect(picture);
            for (PrivateRegion thing : things) {
                PixelBox box = thing.box();
                double most = 0;
                for (int x = box.x(); x < box.right(); x++) {
                    most = Math.max(most, pixels.get(x, box.y() + box.h() / 2, 1));
                }
                lights.add(most);
            }
            return things;
        }

        @Override
        public DetectorIdentity identity() {
            return made.identity();
        }

        @Override
        public void close() {
            made.close();
        }
    }

    @Test
    void aCanaryThatIsCoveredLessThanThePolicyAsksIsMissed() throws IOException {
        MadeDetector.Answer half =
                MadeDetector.Answer.always(
                        box -> new PixelBox(box.x(), box.y(), box.w() / 2, box.h()));

        assertThat(counted(run(half, 1).estimates()).found()).isZero();
    }

    @Test
    void theFloorHoldsADriveWhoseDetectorFindsTooLittle() throws IOException {
        RedactionPolicy policy = policy(new Floor("plate", 20, 0.6, 5, false));

        assertThat(judged(policy, (number, box) -> Optional.empty()).verdict())
                .isEqualTo(RedactionVerdict.HELD);
        assertThat(
                        judged(
                                        policy,
                                        (number, box) ->
                                                number % 2 == 0
                                                        ? Optional.of(box)
                                                        : Optional.empty())
                                .message())
                .contains("plates of 20 pixels or more", "floor is 0.60");
        assertThat(judged(policy, MadeDetector.Answer.always(box -> box)).verdict())
                .isEqualTo(RedactionVerdict.CLEAN);
    }

    @Test
    void theSheetShowsCanariesBeforeAndAfterAndIsTheSameEachTime()
            throws IOException, PictureException {
        MadeDetector.Answer most =
                (number, box) -> number % 4 == 0 ? Optional.empty() : Optional.of(box);

        byte[] png = run(most, 1).sheet().png();

        assertThat(png).isEqualTo(run(most, 1).sheet().png());
        try (Picture sheet = Picture.decode(png)) {
            Pixels pixels = Pixels.of(sheet);
            // A row of words, then plates of 24 and of 40 pixels. The first pair is destroyed.
            assertThat(contrast(pixels, 458, 84)).isLessThan(contrast(pixels, 250, 84) / 2);
            assertThat(pixels.height()).isEqualTo(3 * 56);
        }
    }

    /// The largest difference of brightness along the middle of a tile.
    private static double contrast(Pixels pixels, int x, int y) {
        int least = 255;
        int most = 0;
        for (int i = 8; i < 150; i++) {
            least = Math.min(least, pixels.get(x + i, y, 1));
            most = Math.max(most, pixels.get(x + i, y, 1));
        }
        return most - least;
    }

    private Judgement judged(RedactionPolicy policy, MadeDetector.Answer answer)
            throws IOException {
        return Judgement.of(
                policy, FRAMES, new PixelCheck(0, 0, 0), run(policy, answer, 1).estimates());
    }

    private static RecallEstimate counted(List<RecallEstimate> estimates) {
        return estimates.stream().filter(each -> each.height() == null).findFirst().orElseThrow();
    }

    private static RedactionPolicy policy(Floor floor) {
        RedactionPolicy bundled = RedactionPolicy.bundled();
        return new RedactionPolicy(
                "test",
                1,
                60,
                1,
                1,
                90,
                bundled.detector(),
                new Canaries(FRAMES, List.of(24, 40), 0.7, CONFIDENCE),
                List.of(floor));
    }

    private RecallTrial.Outcome run(MadeDetector.Answer answer, int threads) throws IOException {
        return run(policy(new Floor("plate", 8, 0, 1, false)), answer, threads);
    }

    private RecallTrial.Outcome run(RedactionPolicy policy, MadeDetector.Answer answer, int threads)
            throws IOException {
        CanarySample sample = sample();
        try (DetectorPool pool = new DetectorPool(() -> new MadeDetector(answer))) {
            PictureRedaction redaction = new PictureRedaction(Redactor.standard(), 90);
            return new RecallTrial(policy, pool, redaction, threads).run(sample, List.of());
        }
    }

    /// Frames of a street of one grey.
    private CanarySample sample() throws IOException {
        Path file = folder.resolve("street.mcap");
        byte[] bgr = new byte[3 * 480 * 270];
        Arrays.fill(bgr, (byte) MadeDetector.STREET);
        byte[] jpeg = Scenes.jpeg(new Pixels(480, 270, bgr));
        if (!file.toFile().exists()) {
            Scenes.write(file, FRAMES, i -> jpeg);
        }
        CanarySample sample = new CanarySample(FRAMES);
        List<RedactedFrame> frames = new ArrayList<>();
        read(file, (key, topic, message) -> frames.add(RedactedFrame.kept(key)));
        Sha256 plan = Sha256.of(new byte[0]);
        sample.consider(new RangePart(0, plan, new LookedWith("made", plan, ""), frames));
        read(file, (key, topic, message) -> sample.offer(key, topic, message.data()));
        return sample;
    }

    private interface Taker {
        void take(FrameKey key, PictureTopic topic, Message message);
    }

    private static void read(Path file, Taker taker) throws IOException {
        Decoders decoders = new Decoders();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor =
                        recording.read(ReadOptions.all().withTopics(Set.of("/camera")))) {
            while (cursor.next()) {
                Message message = cursor.message();
                taker.take(
                        FrameKey.of(0, message),
                        PictureTopic.of(message.topic(), PictureKind.COMPRESSED, decoders),
                        message);
            }
        }
    }
}
