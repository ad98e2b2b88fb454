package dev.roadloop.evaluate.detection;

/// Counts one category's precision and recall over images that each count any number of times: once
/// for the whole set, once or not at all for a slice, as often as drawn for a bootstrap.
///
/// A match that counts k times raises the true positives by k at one score. Precision between those
/// k steps is lower than behind the last, so the envelope passes over them, and the result is that
/// of a set in which the image is there k times. Only matches are visited per threshold; the
/// detections before each come from one running sum per range of area.
///
/// Keeps its buffers between calls; not for more than one thread.
final class CategoryScorer {
    private static final double EPSILON = Math.ulp(1.0);

    private long[] inside = new long[0];
    private long[] reached = new long[0];
    private double[] precision = new double[0];

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
        if (inside.length < matches.size()) {
            inside = new long[matches.size()];
        }
        CategoryScores scores = new CategoryScores();
        for (int area = 0; area < AreaRange.COUNT; area++) {
            long positives = positives(matches, weights, area);
            scores.positives[area] = positives;
            if (positives > 0) {
                sumInside(matches, weights, area);
                for (int t = 0; t < Thresholds.OVERLAPS; t++) {
                    scoreAt(matches, weights, area, t, scores, curve);
                }
            }
        }
        return scores;
    }

    private static long positives(CategoryMatches matches, int[] weights, int area) {
        long sum = 0;
        for (int i = 0; i < matches.labelImage.length; i++) {
            if ((matches.labelOutside[i] >> area & 1) == 0) {
                sum += weights[matches.labelImage[i]];
            }
        }
        return sum;
    }

    /// For each detection, how many up to it would count if none were matched.
    private void sumInside(CategoryMatches matches, int[] weights, int area) {
        long sum = 0;
        for (int i = 0; i < matches.size(); i++) {
            if ((matches.outside[i] >> area & 1) == 0) {
                sum += weights[matches.image[i]];
            }
            inside[i] = sum;
        }
    }

    private void scoreAt(
            CategoryMatches matches,
            int[] weights,
            int area,
            int threshold,
            CategoryScores scores,
            Curve curve) {
        int[] events = matches.events(area, threshold);
        if (reached.length < events.length) {
            reached = new long[events.length];
            precision = new double[events.length];
        }
        long hits = 0;
        long hitsOfOne = 0;
        long hitsOfTen = 0;
        long shift = 0;
        for (int i = 0; i < events.length; i++) {
            int position = events[i] >> 1;
            int weight = weights[matches.image[position]];
            boolean out = (matches.outside[position] >> area & 1) != 0;
            if ((events[i] & 1) != 0) {
                hits += weight;
                hitsOfOne += matches.rank[position] < 1 ? weight : 0;
                hitsOfTen += matches.rank[position] < 10 ? weight : 0;
                shift += out ? weight : 0;
            } else {
                shift -= out ? 0 : weight;
            }
            reached[i] = hits;
            precision[i] = hits / (inside[position] + shift + EPSILON);
        }
        double positives = scores.positives[area];
        scores.recall[area][threshold] = hits / positives;
        if (area == 0) {
            scores.recallOfOne[threshold] = hitsOfOne / positives;
            scores.recallOfTen[threshold] = hitsOfTen / positives;
        }
        for (int i = events.length - 1; i > 0; i--) {
            precision[i - 1] = Math.max(precision[i - 1], precision[i]);
        }
        double sum = 0;
        int i = 0;
        for (int r = 0; r < Thresholds.RECALLS; r++) {
            while (i < events.length && reached[i] / positives < Thresholds.recall(r)) {
                i++;
            }
            if (i == events.length) {
                break;
            }
            sum += precision[i];
            curve.point(area, threshold, r, precision[i], matches.score[events[i] >> 1]);
        }
        scores.precision[area][threshold] = sum;
    }
}
