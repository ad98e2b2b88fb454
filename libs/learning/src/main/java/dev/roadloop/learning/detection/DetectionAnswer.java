package dev.roadloop.learning.detection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/// What a network says of a batch. The arrays belong to the manager of the step.
///
/// @param logits (images, locations, classes)
/// @param distances (images, locations, 4): pixels to left, top, right and bottom side, negative
///   where the location is beyond it; opposite sides have a positive sum
/// @param centreness (images, locations), logits
public record DetectionAnswer(NDArray logits, NDArray distances, NDArray centreness) {

    /// As a network's blocks hand it over.
    public static DetectionAnswer of(NDList outputs) {
        return new DetectionAnswer(outputs.get(0), outputs.get(1), outputs.get(2));
    }
}
