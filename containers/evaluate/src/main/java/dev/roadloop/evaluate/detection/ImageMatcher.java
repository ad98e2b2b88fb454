package dev.roadloop.evaluate.detection;

import dev.roadloop.evaluate.coco.Annotations;
import java.util.Arrays;

/// Matches the detections of one category in one image to its annotations, for every range of area
/// and every threshold of overlap, in the COCO toolbox's greedy way: the surest detection takes the
/// annotation that it overlaps most; annotations that count are preferred to those that do not; a
/// crowd region can be taken any number of times.
///
/// Results are bits: bit `area * 10 + threshold`.
final class ImageMatcher {
    private static final double ALMOST_ONE = 1 - 1e-10;

    private final Annotations annotations;
    private double[] overlaps = new double[64];
    private double[] best = new double[8];
    private long[] hits = new long[8];
    private long[] ignored = new long[8];
    private int[] outside = new int[8];
    private int[] preferred = new int[8];
    private boolean[] taken = new boolean[8];

    ImageMatcher(Annotations annotations) {
        this.annotations = annotations;
    }

    /// How much a detection overlaps an annotation; for a crowd region the part of the detection
    /// that lies within.
    interface Overlap {
        double of(int detection, int annotation);
    }

    /// Matches detections, the surest first, to annotations, in the order of the file.
    void match(
            int[] detections, int detectionCount, int[] labels, int from, int to, Overlap overlap) {
        int count = to - from;
        reserve(detectionCount, count);
        for (int d = 0; d < detectionCount; d++) {
            hits[d] = 0;
            ignored[d] = 0;
            best[d] = 0;
            for (int g = 0; g < count; g++) {
                double value = overlap.of(detections[d], labels[from + g]);
                overlaps[d * count + g] = value;
                best[d] = Math.max(best[d], value);
            }
        }
        for (int g = 0; g < count; g++) {
            int label = labels[from + g];
            outside[g] = annotations.crowd(label) ? -1 : AreaRange.outside(annotations.area(label));
        }
        for (int area = 0; area < AreaRange.COUNT; area++) {
            prefer(area, count);
            for (int t = 0; t < Thresholds.OVERLAPS; t++) {
                matchAt(area, t, detectionCount, labels, from, count);
            }
        }
    }

    /// For detection `d` of the last [#match]: where it found an annotation that counts.
    long hits(int d) {
        return hits[d];
    }

    /// For detection `d` of the last [#match]: where it found one that does not count.
    long ignored(int d) {
        return ignored[d];
    }

    private void matchAt(int area, int t, int detectionCount, int[] labels, int from, int count) {
        double threshold = Math.min(Thresholds.overlap(t), ALMOST_ONE);
        long bit = 1L << area * Thresholds.OVERLAPS + t;
        Arrays.fill(taken, 0, count, false);
        for (int d = 0; d < detectionCount; d++) {
            if (best[d] < threshold) {
                continue;
            }
            int found = choose(area, d, threshold, labels, from, count);
            if (found < 0) {
                continue;
            }
            taken[found] = true;
            if (ignores(area, found)) {
                ignored[d] |= bit;
            } else if (annotations.id(labels[from + found]) != 0) {
                // The toolbox marks a match by the annotation's id, so 0 reads as none.
                hits[d] |= bit;
            }
        }
    }

    private int choose(int area, int d, double threshold, int[] labels, int from, int count) {
        double most = threshold;
        int found = -1;
        for (int i = 0; i < count; i++) {
            int g = preferred[i];
            if (taken[g] && !annotations.crowd(labels[from + g])) {
                continue;
            }
            if (found >= 0 && !ignores(area, found) && ignores(area, g)) {
                break;
            }
            double value = overlaps[d * count + g];
            if (value >= most) {
                most = value;
                found = g;
            }
        }
        return found;
    }

    private boolean ignores(int area, int g) {
        return (outside[g] >> area & 1) != 0;
    }

    private void prefer(int area, int count) {
        int next = 0;
        for (int g = 0; g < count; g++) {
            if (!ignores(area, g)) {
                preferred[next++] = g;
            }
        }
        for (int g = 0; g < count; g++) {
            if (ignores(area, g)) {
                preferred[next++] = g;
            }
        }
    }

    private void reserve(int detectionCount, int count) {
        if (overlaps.length < Math.multiplyExact(detectionCount, count)) {
            overlaps = new double[detectionCount * count];
        }
        if (best.length < detectionCount) {
            best = new double[detectionCount];
            hits = new long[detectionCount];
            ignored = new long[detectionCount];
        }
        if (outside.length < count) {
            outside = new int[count];
            preferred = new int[count];
            taken = new boolean[count];
        }
    }
}
