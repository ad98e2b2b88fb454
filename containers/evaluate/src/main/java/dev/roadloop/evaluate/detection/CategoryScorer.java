package dev.roadloop.evaluate.detection;

/// Counts one category's precision and recall over images that each count any number of times: once
/// for the whole set, once or not at all for a slice, as often as drawn for a bootstrap.
///
/// A match that counts k times raises the true positives by k at one score. Precision between those
/// k steps is lower than behind the last, so the envelope passes over them, and the result is that
/// of a set in which the image is there k times. Only matches are visited per threshold; the
/// detections before each come from one running sum per range of area.
///
/// Keeps its buffers between calls; not for more than one thread. A bootstrap asks a hundred
/// thousand times, so the loops over matches have no branches that chance decides.
final class CategoryScorer {
    private static final double EPSILON = Math.ulp(1.0);

    /// By the bits [CategoryMatches#COUNTS] and [CategoryMatches#OUTSIDE] of a match: what it adds
    /// to the detections that would count if none were matched.
    private static final int[] ADDED = {-1, 0, 0, 1};

    private int[] weight = new int[0];
    private int[] inside = new int[0];
    private int[] reached = new int[0];
    private int[] position = new int[0];
    private double[] precision = new double[0];
    private final int[] needed = new int[Thresholds.RECALLS];

    /// Told the precision at a point of recall.
    interface Curve {
        void point(int area, int threshold, int recall, double precision, double score);
    }

    CategoryScores score(CategoryMatches matches, int[] weights) {
        return score(matches, weights, (area, threshold, recall, value, score) -> {});
    }

    /// @param weights how often each image counts
    /// @param curve told every point with a precision above zero
    CategoryScores score(CategoryMatches matches, int[] weights, Curve curve) {
        int size = matches.size();
        if (inside.length < size) {
            inside = new int[size];
            weight = new int[size];
        }
        for (int i = 0; i < size; i++) {
            weight[i] = weights[matches.image[i]];
        }
        CategoryScores scores = new CategoryScores();
        for (int area = 0; area < AreaRange.COUNT; area++) {
            int positives = positives(matches, weights, area);
            scores.positives[area] = positives;
            if (positives > 0) {
                sumInside(matches, area);
                need(positives);
                if (area == 0) {
                    recallOfFew(matches, scores);
                }
                for (int t = 0; t < Thresholds.OVERLAPS; t++) {
                    scoreAt(matches, area, t, scores, curve);
                }
            }
        }
        return scores;
    }

    private static int positives(CategoryMatches matches, int[] weights, int area) {
        int sum = 0;
        for (int i = 0; i < matches.labelImage.length; i++) {
            sum += weights[matches.labelImage[i]] & (matches.labelOutside[i] >> area & 1) - 1;
        }
        return sum;
    }

    /// For each detection, how many up to it would count if none were matched.
    private void sumInside(CategoryMatches matches, int area) {
        int sum = 0;
        for (int i = 0; i < matches.size(); i++) {
            sum += weight[i] & (matches.outside[i] >> area & 1) - 1;
            inside[i] = sum;
        }
    }

    /// For each point of recall, how many true positives it takes.
    private void need(int positives) {
        for (int r = 0; r < Thresholds.RECALLS; r++) {
            // Never too many to begin with, however the product was rounded.
            int hits = Math.max(0, (int) (Thresholds.recall(r) * positives) - 1);
            while (hits / (double) positives < Thresholds.recall(r)) {
                hits++;
            }
            needed[r] = hits;
        }
    }

    private void recallOfFew(CategoryMatches matches, CategoryScores scores) {
        double positives = scores.positives[0];
        for (int t = 0; t < Thresholds.OVERLAPS; t++) {
            long hitsOfOne = 0;
            long hitsOfTen = 0;
            for (int event : matches.events(0, t)) {
                if (CategoryMatches.counts(event)) {
                    int counted = weight[CategoryMatches.position(event)];
                    hitsOfOne += (event & CategoryMatches.FIRST) != 0 ? counted : 0;
                    hitsOfTen += (event & CategoryMatches.OF_FIRST_TEN) != 0 ? counted : 0;
                }
            }
            scores.recallOfOne[t] = hitsOfOne / positives;
            scores.recallOfTen[t] = hitsOfTen / positives;
        }
    }

    private void scoreAt(
            CategoryMatches matches, int area, int threshold, CategoryScores scores, Curve curve) {
        int[] events = matches.events(area, threshold);
        if (reached.length < events.length) {
            reached = new int[events.length];
            position = new int[events.length];
            precision = new double[events.length];
        }
        int hits = 0;
        int shift = 0;
        int steps = 0;
        for (int event : events) {
            int at = CategoryMatches.position(event);
            int counted = weight[at];
            int hit = counted & -(event & CategoryMatches.COUNTS);
            hits += hit;
            shift += counted * ADDED[event & 3];
            // Written over by the next one, unless this one raises the recall.
            reached[steps] = hits;
            position[steps] = at;
            precision[steps] = inside[at] + shift;
            steps += -hit >>> 31;
        }
        scores.recall[area][threshold] = hits / (double) scores.positives[area];
        for (int i = 0; i < steps; i++) {
            precision[i] = reached[i] / (precision[i] + EPSILON);
        }
        for (int i = steps - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        double sum = 0;
        int i = 0;
        for (int r = 0; r < Thresholds.RECALLS && needed[r] <= hits; r++) {
            while (i < steps && reached[i] < needed[r]) {
                i++;
            }
            if (i == steps) {
                break;
            }
            sum += precision[i];
            curve.point(area, threshold, r, precision[i], matches.score[position[i]]);
        }
        scores.precision[area][threshold] = sum;
    }
}
