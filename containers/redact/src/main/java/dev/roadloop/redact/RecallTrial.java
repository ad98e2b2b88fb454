package dev.roadloop.redact;

import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionReport.RecallEstimate;
import dev.roadloop.redact.CanarySample.Background;
import dev.roadloop.redact.RedactedFrame.Box;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateRegion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts canaries into copies of a drive's frames and counts how many of them would have been
/// destroyed. The copies are never written anywhere. The same frames, policy and detector give the
/// same counts, on any number of threads.
///
/// A canary stands for what looks like it, and for no more. Gap filling, which covers more, is not
/// tried.
final class RecallTrial {

    private static final int ATTEMPTS = 30;
    private static final double LARGEST_SHARE = 0.8;
    private static final double DARKEST = 0.45;
    private static final double BRIGHTEST = 1.2;
    private static final double WHITE_OVER_MEAN = 1.7;
    private static final double GRAIN = 4;
    private static final int HEX = 16;

    private final RedactionPolicy policy;
    private final DetectorPool detectors;
    private final PictureRedaction redaction;
    private final int threads;

    RecallTrial(
            RedactionPolicy policy,
            DetectorPool detectors,
            PictureRedaction redaction,
            int threads) {
        this.policy = policy;
        this.detectors = detectors;
        this.redaction = redaction;
        this.threads = threads;
    }

    /// What came of it.
    ///
    /// @param estimates by kind, source and height, then those that a floor counts
    /// @param sheet the canaries to look at
    record Outcome(List<RecallEstimate> estimates, ContactSheet sheet) {

        /// Nothing was tried.
        static Outcome none() {
            return new Outcome(List.of(), new ContactSheet());
        }

        Outcome {
            estimates = List.copyOf(estimates);
        }
    }

    /// A canary in a frame.
    private record Placed(Canary canary, int height, PixelBox box) {}

    /// What became of a canary.
    ///
    /// @param shown to be looked at; null for faces of the drive, which must not leave it
    private record Tried(Placed placed, boolean hit, ContactSheet.@Nullable Pair shown) {}

    private record Score(String kind, String source, int height) implements Comparable<Score> {
        private static final Comparator<Score> ORDER =
                Comparator.comparing(Score::kind)
                        .thenComparing(Score::source)
                        .thenComparingInt(Score::height);

        @Override
        public int compareTo(Score other) {
            return ORDER.compare(this, other);
        }
    }

    private record Trials(long trials, long found) {
        Trials and(Trials other) {
            return new Trials(trials + other.trials, found + other.found);
        }
    }

    /// Tries.
    ///
    /// @param gallery faces to put into frames; plates are rendered
    Outcome run(CanarySample sample, List<Canary> gallery) throws IOException {
        Map<Score, Trials> scores = new TreeMap<>();
        ContactSheet sheet = new ContactSheet();
        try (OrderedWork<List<Tried>> work =
                new OrderedWork<>(
                        threads,
                        results -> results.forEach(tried -> count(tried, scores, sheet)))) {
            for (Background background : sample.backgrounds()) {
                CanarySample.Taken taken = sample.get(background.frame());
                work.add(taken.message().get().length, () -> tryFrame(background, taken, gallery));
            }
            work.drain();
        }
        return new Outcome(estimates(scores), sheet);
    }

    private static void count(Tried tried, Map<Score, Trials> scores, ContactSheet sheet) {
        Canary canary = tried.placed().canary();
        int height = tried.placed().height();
        scores.merge(
                new Score(canary.kind(), canary.source(), height),
                new Trials(1, tried.hit() ? 1 : 0),
                Trials::and);
        sheet.add(canary.kind(), height, tried.hit(), tried.shown());
    }

    private List<Tried> tryFrame(
            Background background, CanarySample.Taken taken, List<Canary> gallery) {
        SplittableRandom random =
                new SplittableRandom(
                        Long.parseUnsignedLong(background.frame().digest().substring(0, HEX), HEX));
        Pixels frame;
        try (Picture picture = PictureRedaction.open(taken.topic(), taken.message().get())) {
            frame = Pixels.of(picture);
        } catch (UnusablePicture e) {
            throw new IllegalStateException(
                    background.frame() + " was looked at before and cannot be opened now", e);
        }
        List<Placed> placed = place(frame, background.known(), gallery, random);
        for (Placed each : placed) {
            double light = light(frame, each, random);
            each.canary().paint(frame, each.box(), light, () -> GRAIN * random.nextGaussian());
        }
        List<PrivateRegion> destroyed;
        Pixels after;
        try (Picture picture = frame.picture()) {
            destroyed =
                    redaction.destroy(
                            picture, detectors.look(detector -> detector.detect(picture)));
            after = Pixels.of(picture);
        }
        List<Tried> results = new ArrayList<>();
        for (Placed each : placed) {
            boolean hit = share(each.box(), destroyed) >= policy.canaries().coverage();
            results.add(new Tried(each, hit, shown(each, frame, after)));
        }
        return results;
    }

    private static ContactSheet.@Nullable Pair shown(Placed placed, Pixels before, Pixels after) {
        Canary canary = placed.canary();
        return canary.source().equals(FaceGallery.DRIVE)
                ? null
                : new ContactSheet.Pair(
                        canary.seen(before, placed.box()), canary.seen(after, placed.box()));
    }

    /// As bright as the place allows, or darker.
    private static double light(Pixels frame, Placed placed, SplittableRandom random) {
        double light = random.nextDouble(DARKEST, BRIGHTEST);
        if (placed.canary().round()) {
            return light;
        }
        double white = Math.clamp(WHITE_OVER_MEAN * frame.brightness(placed.box()), 60, 255);
        return light * white / 255;
    }

    private List<Placed> place(
            Pixels frame, List<Box> known, List<Canary> gallery, SplittableRandom random) {
        List<PixelBox> taken = new ArrayList<>();
        known.forEach(box -> taken.add(new PixelBox(box.x(), box.y(), box.w(), box.h())));
        List<Placed> placed = new ArrayList<>();
        for (int height : policy.canaries().heights()) {
            List<Canary> canaries = new ArrayList<>();
            canaries.add(PlateArt.render(random));
            if (!gallery.isEmpty()) {
                canaries.add(gallery.get(random.nextInt(gallery.size())));
            }
            for (Canary canary : canaries) {
                spot(frame, canary.widthAt(height), height, taken, random)
                        .ifPresent(box -> {
                            taken.add(box);
                            placed.add(new Placed(canary, height, box));
                        });
            }
        }
        return placed;
    }

    /// A place for a canary that touches nothing else.
    private static Optional<PixelBox> spot(
            Pixels frame, int width, int height, List<PixelBox> taken, SplittableRandom random) {
        if (width > LARGEST_SHARE * frame.width() || height > LARGEST_SHARE * frame.height()) {
            return Optional.empty();
        }
        for (int i = 0; i < ATTEMPTS; i++) {
            PixelBox box =
                    new PixelBox(
                            random.nextInt(frame.width() - width + 1),
                            random.nextInt(frame.height() - height + 1),
                            width,
                            height);
            PixelBox around = box.padded(0.2, 0.5, frame.width(), frame.height());
            if (taken.stream().allMatch(other -> other.shared(around) == 0)) {
                return Optional.of(box);
            }
        }
        return Optional.empty();
    }

    /// How much of a box is destroyed, 0 to 1.
    private static double share(PixelBox box, List<PrivateRegion> destroyed) {
        BitSet covered = new BitSet();
        for (PrivateRegion region : destroyed) {
            int from = Math.max(region.box().x(), box.x()) - box.x();
            int to = Math.min(region.box().right(), box.right()) - box.x();
            int bottom = Math.min(region.box().bottom(), box.bottom()) - box.y();
            for (int y = Math.max(region.box().y(), box.y()) - box.y();
                    y < bottom && from < to;
                    y++) {
                covered.set(y * box.w() + from, y * box.w() + to);
            }
        }
        return covered.cardinality() / (double) box.area();
    }

    private List<RecallEstimate> estimates(Map<Score, Trials> scores) {
        List<RecallEstimate> estimates = new ArrayList<>();
        scores.forEach((score, trials) ->
                estimates.add(estimate(score.kind(), score.source(), score.height(), trials)));
        policy.floors()
                .forEach(floor -> {
                    Map<String, Trials> bySource = new TreeMap<>();
                    scores.forEach((score, trials) -> {
                        if (score.kind().equals(floor.kind())
                                && score.height() >= floor.minHeight()) {
                            bySource.merge(score.source(), trials, Trials::and);
                        }
                    });
                    bySource.forEach((source, trials) ->
                            estimates.add(estimate(floor.kind(), source, null, trials)));
                });
        return estimates;
    }

    private RecallEstimate estimate(
            String kind, String source, @Nullable Integer height, Trials trials) {
        Wilson interval =
                Wilson.of(trials.found(), trials.trials(), policy.canaries().confidence());
        return new RecallEstimate(
                kind,
                source,
                height,
                trials.trials(),
                trials.found(),
                interval.low(),
                interval.high());
    }
}
