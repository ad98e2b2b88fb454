package dev.roadloop.evaluate.statistics;

/// A confidence interval.
///
/// @param low its lower limit
/// @param high its upper limit
public record Interval(double low, double high) {
    /// @throws IllegalArgumentException when the limits are no numbers or in the wrong order
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "expected a lower limit at or below the upper one, found " + low + ", " + high);
        }
    }
}
