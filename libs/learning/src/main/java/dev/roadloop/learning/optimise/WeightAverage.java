package dev.roadloop.learning.optimise;

import ai.djl.ndarray.NDArray;
import java.util.Map;

/// Moves averages of weights after each step, exponentially. Early averages follow more quickly, so
/// that what the weights began with is soon forgotten.
///
/// @param decay share of the old average that a step keeps, in the long run
public record WeightAverage(double decay) {

    private static final double RAMP = 10;

    /// Checks the share.
    public WeightAverage {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("expected a decay from 0 to 1, found " + decay);
        }
    }

    /// The share that is kept after so many steps.
    public double decayAt(long steps) {
        return Math.min(decay, (1 + steps) / (RAMP + steps));
    }

    /// Moves all averages towards the weights of the same names.
    public void follow(Map<String, NDArray> averages, Map<String, NDArray> weights, long steps) {
        double kept = decayAt(steps);
        averages.forEach((name, average) -> {
            NDArray weight = weights.get(name);
            if (weight == null) {
                throw new IllegalArgumentException("no weights are called '" + name + "'");
            }
            NDArray part = weight.mul(1 - kept);
            average.muli(kept).addi(part);
            part.close();
        });
    }
}
