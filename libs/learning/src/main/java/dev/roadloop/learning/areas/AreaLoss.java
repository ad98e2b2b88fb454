package dev.roadloop.learning.areas;

import ai.djl.ndarray.NDArray;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.Recorded;

/// How wrong answers about areas are: cross-entropy, mean over the cells that are judged, and the
/// dice loss of each area over the batch, mean over the areas. Where nothing is judged it is 0, and
/// so is its gradient.
///
/// Source: Milletari et al., V-Net, 2016, with the sums of probabilities not squared.
public final class AreaLoss {

    private AreaLoss() {}

    /// The loss of a batch.
    ///
    /// @param logits (images, areas, rows, columns)
    /// @param target what they should have been
    /// @return a scalar
    public static NDArray of(NDArray logits, AreaTarget target) {
        return entropy(logits, target).add(AreaOverlap.of(logits, target).dice());
    }

    /// The cross-entropy of a batch, or what a part adds to it.
    ///
    /// @param logits (images, areas, rows, columns)
    /// @return a scalar
    public static NDArray entropy(NDArray logits, AreaTarget target) {
        NDArray entropy =
                DetectionLoss.crossEntropy(logits, target.inside()).mul(target.judged()).sum();
        return Recorded.times(entropy, 1.0 / Math.max(1, target.cells()));
    }
}
