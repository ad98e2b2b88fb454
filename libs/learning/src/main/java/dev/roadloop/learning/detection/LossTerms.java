package dev.roadloop.learning.detection;

import ai.djl.ndarray.NDArray;

/// The parts of a batch's loss, each a scalar.
///
/// @param classes focal loss per location with a box
/// @param boxes GIoU loss, mean weighted by centreness
/// @param centreness cross-entropy per location with a box
public record LossTerms(NDArray classes, NDArray boxes, NDArray centreness) {

    /// Their sum, whose gradient is followed.
    public NDArray total() {
        return classes.add(boxes).add(centreness);
    }
}
