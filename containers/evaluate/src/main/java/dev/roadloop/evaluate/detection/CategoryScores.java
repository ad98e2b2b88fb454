package dev.roadloop.evaluate.detection;

/// Precision and recall of one category over a set of images, from which COCO's numbers are means.
final class CategoryScores {
    /// How many annotations count, per range of area. None means that the category has no numbers.
    final long[] positives = new long[AreaRange.COUNT];

    /// Per range of area and threshold, the sum of precision at the 101 points of recall.
    final double[][] precision = new double[AreaRange.COUNT][Thresholds.OVERLAPS];

    /// Per range of area and threshold, the recall with at most 100 detections an image.
    final double[][] recall = new double[AreaRange.COUNT][Thresholds.OVERLAPS];

    /// Per threshold, the recall with at most one detection an image, of any area.
    final double[] recallOfOne = new double[Thresholds.OVERLAPS];

    /// Per threshold, the recall with at most ten detections an image, of any area.
    final double[] recallOfTen = new double[Thresholds.OVERLAPS];

    /// The mean of precision over thresholds and recall for one range of area, or -1.
    double meanPrecision(AreaRange area) {
        if (positives[area.ordinal()] == 0) {
            return CocoNumbers.ABSENT;
        }
        double sum = 0;
        for (double value : precision[area.ordinal()]) {
            sum += value;
        }
        return sum / (Thresholds.OVERLAPS * Thresholds.RECALLS);
    }

    /// The mean of precision over recall at one threshold, of any area, or -1.
    double precisionAt(int threshold) {
        return positives[0] == 0
                ? CocoNumbers.ABSENT
                : precision[0][threshold] / Thresholds.RECALLS;
    }

    /// The mean of recall over thresholds for one range of area, or -1.
    double meanRecall(AreaRange area) {
        return mean(recall[area.ordinal()], positives[area.ordinal()]);
    }

    /// The mean of recall over thresholds with at most one detection an image, or -1.
    double meanRecallOfOne() {
        return mean(recallOfOne, positives[0]);
    }

    /// The mean of recall over thresholds with at most ten detections an image, or -1.
    double meanRecallOfTen() {
        return mean(recallOfTen, positives[0]);
    }

    private static double mean(double[] values, long positives) {
        if (positives == 0) {
            return CocoNumbers.ABSENT;
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
