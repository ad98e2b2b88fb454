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
