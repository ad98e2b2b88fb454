package dev.roadloop.freeze.split;

import dev.roadloop.contracts.DatasetSplit;
import java.time.Duration;
import java.util.Map;

/// How samples are split.
///
/// @param by what stays together
/// @param train the share of samples to train on
/// @param val the share to choose by; the rest is to test with
/// @param stretch how long a stretch of a drive is, where the split is by time
/// @param gap how far samples of a drive in different splits must be apart, where the split is by
///   time
/// @param seed another one gives another split
/// @param assigned drives whose split is given
public record SplitPlan(
        SplitBy by,
        double train,
        double val,
        Duration stretch,
        Duration gap,
        long seed,
        Map<String, DatasetSplit> assigned) {
    /// 80 % of the samples to train on, 10 % to choose by, 10 % to test with, by drive.
    public static final SplitPlan DEFAULT =
            new SplitPlan(
                    SplitBy.DRIVE,
                    0.8,
                    0.1,
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5),
                    1,
                    Map.of());

    /// @throws IllegalArgumentException when shares or times cannot be
    public SplitPlan {
        assigned = Map.copyOf(assigned);
        // Written so that NaN fails, too.
        if (!(train >= 0 && val >= 0 && train + val <= 1 + 1e-9)) {
            throw new IllegalArgumentException(
                    "expected shares of 0 or more that are 1 at most together, found train=%s val=%s"
                            .formatted(train, val));
        }
        if (stretch.isNegative() || stretch.isZero() || gap.isNegative()) {
            throw new IllegalArgumentException(
                    "expected a stretch of more than 0 and a gap of 0 or more, found %s and %s"
                            .formatted(stretch, gap));
        }
    }

    /// This plan with another way to keep samples together.
    public SplitPlan withBy(SplitBy other) {
        return new SplitPlan(other, train, val, stretch, gap, seed, assigned);
    }

    /// This plan with drives whose split is given.
    public SplitPlan withAssigned(Map<String, DatasetSplit> given) {
        return new SplitPlan(by, train, val, stretch, gap, seed, given);
    }

    /// The share of samples that a split should have.
    double share(DatasetSplit split) {
        return switch (split) {
            case TRAIN -> train;
            case VAL -> val;
            case TEST -> Math.max(0, 1 - train - val);
        };
    }
}
