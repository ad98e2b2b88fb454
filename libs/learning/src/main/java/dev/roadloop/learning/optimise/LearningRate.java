package dev.roadloop.learning.optimise;

/// Rises from near zero in a straight line, then falls along half a cosine.
///
/// @param peak highest rate
/// @param floor rate at the end
/// @param warmUp steps of the rise
/// @param steps all steps
public record LearningRate(double peak, double floor, long warmUp, long steps) {

    /// Checks the order.
    public LearningRate {
        if (!(peak > 0 && floor >= 0 && floor <= peak)
                || warmUp < 0
                || steps < 1
                || warmUp > steps) {
            throw new IllegalArgumentException(
                    ("expected 0 <= floor <= peak and a warm-up within at least one step, found"
                                    + " floor %s, peak %s, warm-up %d of %d steps")
                            .formatted(floor, peak, warmUp, steps));
        }
    }

    /// The rate of a step.
    ///
    /// @param step from 0; steps behind the last have the last one's rate
    public double at(long step) {
        if (step < warmUp) {
            return peak * (step + 1) / warmUp;
        }
        double done = Math.min(1, (step - warmUp) / (double) Math.max(1, steps - warmUp));
        return floor + (peak - floor) * (1 + Math.cos(Math.PI * done)) / 2;
    }
}
