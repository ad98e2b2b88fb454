package dev.roadloop.evaluate.detection;

import dev.roadloop.evaluate.coco.Annotations;
import dev.roadloop.evaluate.coco.Detections;
import dev.roadloop.evaluate.coco.GroundTruth;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// The detections of one model, matched to a ground truth. Matching happens once, side by side for
/// the categories; every question is then answered from the matches.
public final class CocoEvaluation {
    private final GroundTruth truth;
    private final List<CategoryMatches> categories;

    private CocoEvaluation(GroundTruth truth, List<CategoryMatches> categories) {
        this.truth = truth;
        this.categories = categories;
    }

    /// Matches all detections, as the COCO toolbox's `evaluate` does for boxes.
    public static CocoEvaluation match(GroundTruth truth, Detections detections) {
        Annotations annotations = truth.annotations();
        int count = truth.categories().size();
        Grouped labels =
                new Grouped(annotations.size(), count, annotations::category, annotations::image);
        Grouped found =
                new Grouped(detections.size(), count, detections::category, detections::image);
        List<CategoryMatches> categories =
                IntStream.range(0, count)
                        .parallel()
                        .mapToObj(category ->
                                new CategoryMatcher(annotations, detections)
                                        .match(category, labels, found))
                        .toList();
        return new CocoEvaluation(truth, categories);
    }

    /// The twelve numbers of the whole set.
    public CocoNumbers numbers() {
        return CocoNumbers.mean(scores(everyImageOnce()));
    }

    /// The twelve numbers of some of the images.
    ///
    /// @param images their positions among the ground truth's images
    public CocoNumbers numbers(BitSet images) {
        int[] weights = new int[truth.images().size()];
        images.stream().forEach(image -> weights[image] = 1);
        return CocoNumbers.mean(scores(weights));
    }

    /// The twelve numbers of each category, in the order of the ground truth's categories.
    public List<CocoNumbers> numbersByCategory() {
        return scores(everyImageOnce()).stream().map(CocoNumbers::of).toList();
    }

    /// The same detections on some of the images only, which makes every question cheaper.
    ///
    /// @param images their positions among the ground truth's images
    public CocoEvaluation restrictedTo(BitSet images) {
        return new CocoEvaluation(
                truth, categories.stream().map(all -> all.restrictedTo(images)).toList());
    }

    /// The numbers of a set in which images count more than once or not at all. On the caller's
    /// thread alone.
    ///
    /// @param weights how often each image counts; those behind the array's end do not
    public WeightedNumbers weighted(int[] weights) {
        int[] every = Arrays.copyOf(weights, truth.images().size());
        CategoryScorer scorer = new CategoryScorer();
        List<CategoryScores> scores =
                categories.stream().map(matches -> scorer.score(matches, every)).toList();
        return new WeightedNumbers(
                CocoNumbers.mean(scores),
                scores.stream().map(one -> one.meanPrecision(AreaRange.ALL)).toList());
    }

    /// Told what became of a detection.
    public interface OutcomeVisitor {
        /// @param image the position of its image
        /// @param category the position of its category
        void outcome(int image, int category, double score, Outcome outcome);
    }

    /// Visits every detection that counts or is ignored, category by category, the surest first.
    public void outcomes(OutcomeVisitor visitor) {
        for (int category = 0; category < categories.size(); category++) {
            CategoryMatches matches = categories.get(category);
            int[] events = matches.events(AreaRange.ALL.ordinal(), Thresholds.HALF);
            int next = 0;
            for (int i = 0; i < matches.size(); i++) {
                Outcome outcome = Outcome.MISS;
                if (next < events.length && CategoryMatches.position(events[next]) == i) {
                    outcome =
                            CategoryMatches.counts(events[next++]) ? Outcome.HIT : Outcome.IGNORED;
                }
                visitor.outcome(matches.image[i], category, matches.score[i], outcome);
            }
        }
    }

    /// The curves of each category over the whole set, in the order of the ground truth's
    /// categories.
    public List<PrecisionCurve> curves() {
        int[] weights = everyImageOnce();
        return categories.parallelStream()
                .map(matches -> PrecisionCurve.of(matches, weights))
                .toList();
    }

    /// How many objects there are to find.
    public long objects() {
        long objects = 0;
        for (CategoryMatches matches : categories) {
            for (byte outside : matches.labelOutside) {
                objects += (outside >> AreaRange.ALL.ordinal() & 1) == 0 ? 1 : 0;
            }
        }
        return objects;
    }

    /// How many images there are.
    public int images() {
        return truth.images().size();
    }

    /// The names of the categories.
    public List<String> categoryNames() {
        return truth.categoryNames();
    }

    private int[] everyImageOnce() {
        int[] weights = new int[truth.images().size()];
        Arrays.fill(weights, 1);
        return weights;
    }

    private List<CategoryScores> scores(int[] weights) {
        return categories.parallelStream()
                .map(matches -> new CategoryScorer().score(matches, weights))
                .toList();
    }
}
