package dev.roadloop.learning.detection;

import ai.djl.ndarray.NDArray;

/// What a network should say of a batch. The arrays belong to the manager of the step.
///
/// @param oneHot (images, locations, classes), 0 or 1
/// @param distances (images, locations, 4) in pixels
/// @param centreness (images, locations), 0 where no box is
/// @param judged (images, locations): 1, or 0 where classes are not judged
/// @param positives how many locations have a box, in the whole batch where this is a part of one
/// @param weight sum of the centreness, likewise
public record DetectionTarget(
        NDArray oneHot,
        NDArray distances,
        NDArray centreness,
        NDArray judged,
        long positives,
        double weight) {}
