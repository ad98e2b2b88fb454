package dev.roadloop.contracts.evidence;

import dev.roadloop.domain.Sha256;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How a model does beside the one in production, on the same samples.
///
/// @param golden the set
/// @param production digest of the model in production; absent where there is none
/// @param differences by slice; none where there is no model in production
public record Comparison(
        DatasetVersion golden, @Nullable Sha256 production, List<SliceDifference> differences) {
    /// @throws IllegalArgumentException when a field is missing, or there are differences from
    ///   nothing
    public Comparison {
        Values.present(golden, "golden");
        Values.present(differences, "differences");
        differences = List.copyOf(differences);
        if (production == null && !differences.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected no differences where there is no model in production, found "
                            + differences.size());
        }
    }

    /// A metric's difference in a slice: this model less the one in production.
    ///
    /// @param slice such as `night`
    /// @param metric such as `recall`; more is better
    /// @param difference what was measured
    /// @param low lower end of its confidence interval
    /// @param high upper end
    public record SliceDifference(
            String slice, String metric, double difference, double low, double high) {
        /// @throws IllegalArgumentException when a field is missing, a value is no number, or the
        ///   difference lies outside its interval
        public SliceDifference {
            Values.text(slice, "slice");
            Values.text(metric, "metric");
            Values.finite(difference, "difference");
            Values.finite(low, "low");
            Values.finite(high, "high");
            if (low > difference || difference > high) {
                throw new IllegalArgumentException(
                        slice
                                + " "
                                + metric
                                + ": expected low <= difference <= high, found "
                                + low
                                + ", "
                                + difference
                                + ", "
                                + high);
            }
        }
    }
}
