package dev.roadloop.evaluate.detection;

/// COCO's thresholds, the very doubles that numpy's `linspace` gives.
final class Thresholds {
    /// How many thresholds of overlap there are: 0.50, 0.55 … 0.95.
    static final int OVERLAPS = 10;

    /// The index of an overlap of 0.50.
    static final int HALF = 0;

    /// The index of an overlap of 0.75.
    static final int THREE_QUARTERS = 5;

    /// How many points of recall there are: 0.00, 0.01 … 1.00.
    static final int RECALLS = 101;

    /// At most this many detections of a category in an image count.
    static final int MOST_DETECTIONS = 100;

    private static final double[] OVERLAP = linspace(0.5, 0.95, OVERLAPS);
    private static final double[] RECALL = linspace(0, 1, RECALLS);

    private Thresholds() {}

    static double overlap(int index) {
        return OVERLAP[index];
    }

    static double recall(int index) {
        return RECALL[index];
    }

    private static double[] linspace(double first, double last, int count) {
        double step = (last - first) / (count - 1);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = i * step + first;
        }
        values[count - 1] = last;
        return values;
    }
}
