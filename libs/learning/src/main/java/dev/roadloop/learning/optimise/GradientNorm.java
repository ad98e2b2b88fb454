package dev.roadloop.learning.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;

/// The length of all gradients together, and its limit.
public final class GradientNorm {

    /// How many times too long a gradient may be and still say where to go. Where all values of a
    /// channel are nearly equal, normalisation divides by nearly nothing, and rounding grows to
    /// lengths of millions; scaled down, it would still drown what the optimiser has learnt of
    /// typical lengths.
    private static final double ABSURD = 1000;

    private GradientNorm() {}

    /// Scales all gradients in place so that they are together no longer than `limit`. If the
    /// length is not a number, they are left as they are; if it is absurd, they become zero.
    ///
    /// @return the length before
    public static double clip(Map<String, NDArray> gradients, double limit) {
        NDList squares = new NDList();
        gradients.values().forEach(gradient -> squares.add(gradient.square().sum()));
        double norm = Math.sqrt(NDArrays.stack(squares).sum().getFloat());
        if (norm > limit && Double.isFinite(norm)) {
            double scale = norm > ABSURD * limit ? 0 : limit / (norm + 1e-6);
            gradients.values().forEach(gradient -> gradient.muli(scale));
        }
        return norm;
    }
}
