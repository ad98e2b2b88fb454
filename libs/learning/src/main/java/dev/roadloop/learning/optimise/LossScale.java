package dev.roadloop.learning.optimise;

/// What a loss is multiplied by before its gradients are computed in half precision, so that small
/// ones do not become zero; gradients are divided by it afterwards. It is a power of two, so both
/// are exact. It grows while gradients are numbers, and halves when one is not: then the step is
/// passed over.
///
/// Source: Micikevicius et al., Mixed Precision Training, 2017; the numbers are those of
/// `torch.amp.GradScaler`.
///
/// @param value the factor
/// @param calm steps since it changed
public record LossScale(double value, int calm) {

    /// The least there is: a gradient that is no number at this scale is not the scale's fault.
    private static final double LEAST = 1;

    private static final double MOST = 1 << 24;
    private static final double FIRST = 1 << 16;
    private static final int GROWS_AFTER = 2000;

    /// Checks that it is a power of two in its bounds.
    public LossScale {
        if (!(value >= LEAST && value <= MOST)
                || Math.scalb(1.0, Math.getExponent(value)) != value
                || calm < 0
                || calm >= GROWS_AFTER) {
            throw new IllegalArgumentException(
                    "expected a power of two from %s to %s and 0 to %d calm steps, found %s and %d"
                            .formatted(LEAST, MOST, GROWS_AFTER - 1, value, calm));
        }
    }

    /// To begin with.
    public static LossScale first() {
        return new LossScale(FIRST, 0);
    }

    /// After a step whose gradients were numbers.
    public LossScale calmed() {
        return calm + 1 < GROWS_AFTER
                ? new LossScale(value, calm + 1)
                : new LossScale(Math.min(MOST, 2 * value), 0);
    }

    /// Whether a gradient that is no number may be because of the scale.
    public boolean mayShrink() {
        return value > LEAST;
    }

    /// After a step with gradients that were no numbers.
    public LossScale shrunk() {
        return new LossScale(Math.max(LEAST, value / 2), 0);
    }
}
