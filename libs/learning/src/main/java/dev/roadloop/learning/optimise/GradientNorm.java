package dev.roadloop.learning.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.Map;

/// The length of all gradients together, and its limit.
public final class GradientNorm {

    private GradientNorm() {}

    /// Scales all gradients in place so that they are together no longer than `limit`. If the
    /// length is not a number, they are left as they are.
    ///
    /// @return the length before
    public static double clip(Map<String, NDArray> gradients, double limit) {
        NDList squares = new NDList();
        gradients.values().forEach(gradient -> squares.add(gradient.square().sum()));
        double norm = Math.sqrt(NDArrays.stack(squares).sum().getFloat());
        if (norm > limit && Double.isFinite(norm)) {
            double scale = limit / (norm + 1e-6);
            gradients.values().forEach(gradient -> gradient.muli(scale));
        }
        return norm;
    }
}
