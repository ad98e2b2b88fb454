package dev.roadloop.evaluate.calibration;

import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.Outcome;
import java.util.ArrayList;
import java.util.List;

/// The reliability diagram of a detector and its expected calibration error (Guo et al., On
/// Calibration of Modern Neural Networks, 2017), a detection being right when it finds an object at
/// an overlap of 0.50. Detections that count for nothing, in crowds, are left out. Kept per image,
/// so that slices and resampled sets are sums: 360 bytes an image.
public final class Reliability {
    /// Bins of equal width from 0 to 1.
    public static final int BINS = 15;

    private final int[] count;
    private final double[] confidence;
    private final int[] hits;
    private final boolean probabilities;

    private Reliability(int images) {
        this(new int[images * BINS], new double[images * BINS], new int[images * BINS], true);
    }

    private Reliability(int[] count, double[] confidence, int[] hits, boolean probabilities) {
        this.count = count;
        this.confidence = confidence;
        this.hits = hits;
        this.probabilities = probabilities;
    }

    /// Sorts the outcomes of all detections into bins.
    public static Reliability of(CocoEvaluation evaluation) {
        Reliability sorted = new Reliability(evaluation.images());
        boolean[] beyond = new boolean[1];
        evaluation.outcomes((image, category, score, outcome) -> {
            if (score < 0 || score > 1) {
                beyond[0] = true;
            } else if (outcome != Outcome.IGNORED) {
                int bin = Math.max(0, (int) Math.ceil(score * BINS) - 1);
                int at = image * BINS + bin;
                sorted.count[at]++;
                sorted.confidence[at] += score;
                sorted.hits[at] += outcome == Outcome.HIT ? 1 : 0;
            }
        });
        return beyond[0]
                ? new Reliability(sorted.count, sorted.confidence, sorted.hits, false)
                : sorted;
    }

    /// Whether all scores lie between 0 and 1. If not, there is no error and no diagram.
    public boolean probabilities() {
        return probabilities;
    }

    /// The expected calibration error: the mean distance of score and precision over bins, by
    /// number of detections. NaN where there are no detections or scores are no probabilities.
    ///
    /// @param weights how often each image counts
    public double error(int[] weights) {
        if (!probabilities) {
            return Double.NaN;
        }
        double[] distance = new double[BINS];
        long total = 0;
        for (int image = 0; image < weights.length; image++) {
            int weight = weights[image];
            if (weight != 0) {
                for (int bin = 0; bin < BINS; bin++) {
                    int at = image * BINS + bin;
                    distance[bin] += weight * (hits[at] - confidence[at]);
                    total += (long) weight * count[at];
                }
            }
        }
        double sum = 0;
        for (double one : distance) {
            sum += Math.abs(one);
        }
        return total == 0 ? Double.NaN : sum / total;
    }

    /// The diagram.
    ///
    /// @param weights how often each image counts
    public List<ReliabilityBin> bins(int[] weights) {
        List<ReliabilityBin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS && probabilities; bin++) {
            long detections = 0;
            double scores = 0;
            long found = 0;
            for (int image = 0; image < weights.length; image++) {
                int at = image * BINS + bin;
                detections += (long) weights[image] * count[at];
                scores += weights[image] * confidence[at];
                found += (long) weights[image] * hits[at];
            }
            bins.add(
                    new ReliabilityBin(
                            (double) bin / BINS,
                            (bin + 1.0) / BINS,
                            detections,
                            detections == 0 ? 0 : scores / detections,
                            detections == 0 ? 0 : (double) found / detections));
        }
        return bins;
    }
}
