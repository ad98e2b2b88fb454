package dev.roadloop.evaluate.detection;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// Precision at the 101 points of recall 0.00, 0.01 … 1.00 for one category, objects of any size.
///
/// @param present whether the category has annotations that count; if not, all values are 0
/// @param half at an overlap of 0.50
/// @param threeQuarters at an overlap of 0.75
/// @param mean over overlaps 0.50 to 0.95
/// @param scores at an overlap of 0.50, the score that a detector must be cut at to reach the
///   recall; 0 where it does not
public record PrecisionCurve(
        boolean present,
        List<Double> half,
        List<Double> threeQuarters,
        List<Double> mean,
        List<Double> scores) {
    /// Copies the lists.
    public PrecisionCurve {
        half = List.copyOf(half);
        threeQuarters = List.copyOf(threeQuarters);
        mean = List.copyOf(mean);
        scores = List.copyOf(scores);
    }

    static PrecisionCurve of(CategoryMatches matches, int[] weights) {
        double[] half = new double[Thresholds.RECALLS];
        double[] threeQuarters = new double[Thresholds.RECALLS];
        double[] mean = new double[Thresholds.RECALLS];
        double[] scores = new double[Thresholds.RECALLS];
        CategoryScores of =
                new CategoryScorer()
                        .score(
                                matches,
                                weights,
                                (area, threshold, recall, precision, score) -> {
                                    if (area == AreaRange.ALL.ordinal()) {
                                        mean[recall] += precision / Thresholds.OVERLAPS;
                                        if (threshold == Thresholds.HALF) {
                                            half[recall] = precision;
                                            scores[recall] = score;
                                        } else if (threshold == Thresholds.THREE_QUARTERS) {
                                            threeQuarters[recall] = precision;
                                        }
                                    }
                                });
        return new PrecisionCurve(
                of.positives[AreaRange.ALL.ordinal()] > 0,
                list(half),
                list(threeQuarters),
                list(mean),
                list(scores));
    }

    /// The mean of the curves of the categories that have one.
    public static PrecisionCurve mean(List<PrecisionCurve> curves) {
        List<PrecisionCurve> there = curves.stream().filter(PrecisionCurve::present).toList();
        return new PrecisionCurve(
                !there.isEmpty(),
                meanOf(there.stream().map(PrecisionCurve::half).toList()),
                meanOf(there.stream().map(PrecisionCurve::threeQuarters).toList()),
                meanOf(there.stream().map(PrecisionCurve::mean).toList()),
                meanOf(there.stream().map(PrecisionCurve::scores).toList()));
    }

    private static List<Double> meanOf(List<List<Double>> curves) {
        double[] sum = new double[Thresholds.RECALLS];
        for (List<Double> curve : curves) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += curve.get(i) / curves.size();
            }
        }
        return list(sum);
    }

    private static List<Double> list(double[] values) {
        return DoubleStream.of(Arrays.copyOf(values, values.length)).boxed().toList();
    }
}
