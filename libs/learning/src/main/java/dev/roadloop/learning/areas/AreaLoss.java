package dev.roadloop.learning.areas;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.Recorded;

/// How wrong answers about areas are: cross-entropy, mean over the cells that are judged, and the
/// dice loss of each area over the batch, mean over the areas. Where nothing is judged it is 0, and
/// so is its gradient.
///
/// Source: Milletari et al., V-Net, 2016, with the sums of probabilities not squared.
public final class AreaLoss {

    private static final int[] ALL_BUT_AREAS = {0, 2, 3};

    /// Keeps the dice loss of an area that is nowhere finite.
    private static final int SMOOTH = 1;

    private AreaLoss() {}

    /// The loss of a batch.
    ///
    /// @param logits (images, areas, rows, columns)
    /// @param target what they should have been
    /// @return a scalar
    public static NDArray of(NDArray logits, AreaTarget target) {
        NDArray entropy =
                DetectionLoss.crossEntropy(logits, target.inside()).mul(target.judged()).sum();
        return Recorded.times(entropy, 1.0 / Math.max(1, target.cells())).add(dice(logits, target));
    }

    private static NDArray dice(NDArray logits, AreaTarget target) {
        NDArray said = Activation.sigmoid(logits).mul(target.judged());
        NDArray there = target.inside().mul(target.judged());
        NDArray both = Recorded.times(said.mul(there).sum(ALL_BUT_AREAS), 2).add(SMOOTH);
        NDArray sizes = said.sum(ALL_BUT_AREAS).add(there.sum(ALL_BUT_AREAS)).add(SMOOTH);
        long areas = logits.getShape().get(1);
        return Recorded.times(both.div(sizes).sum(), 1.0 / areas).neg().add(1);
    }
}
