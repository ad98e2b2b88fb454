package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import dev.roadloop.learning.detection.DetectionAnswer;
import org.jspecify.annotations.Nullable;

/// All that a network says of a batch. The arrays belong to the manager of the step.
///
/// @param boxes what it says about boxes
/// @param areas logits (images, areas, rows, columns) at the cells of an
///   [dev.roadloop.learning.areas.AreaGrid]; absent if it has no areas
public record PerceptionAnswer(DetectionAnswer boxes, @Nullable NDArray areas) {}
