package dev.roadloop.contracts.evidence;

import java.util.List;
import java.util.Map;

/// How well a model does on a golden set.
///
/// @param golden the set
/// @param samples how many it has
/// @param metrics over all of it, by name (`mAP50`); more is better
/// @param slices over parts of it
public record Evaluation(
        DatasetVersion golden, long samples, Map<String, Double> metrics, List<SliceScore> slices) {
    /// @throws IllegalArgumentException when a field is missing or a value is no number
    public Evaluation {
        Values.present(golden, "golden");
        Values.notNegative(samples, "samples");
        metrics = Values.numbers(metrics, "metrics");
        Values.present(slices, "slices");
        slices = List.copyOf(slices);
    }

    /// A metric of a part of the set.
    ///
    /// @param slice such as `night`
    /// @param metric such as `recall`; more is better
    /// @param value the metric
    /// @param low lower end of its confidence interval
    /// @param high upper end
    /// @param samples in the slice
    public record SliceScore(
            String slice, String metric, double value, double low, double high, long samples) {
        /// @throws IllegalArgumentException when a field is missing, a value is no number, or the
        ///   value lies outside its interval
        public SliceScore {
            Values.text(slice, "slice");
            Values.text(metric, "metric");
            Values.finite(value, "value");
            Values.finite(low, "low");
            Values.finite(high, "high");
            Values.notNegative(samples, "samples");
            if (low > value || value > high) {
                throw new IllegalArgumentException(
                        slice
                                + " "
                                + metric
                                + ": expected low <= value <= high, found "
                                + low
                                + ", "
                                + value
                                + ", "
                                + high);
            }
        }
    }
}
