package dev.roadloop.learning.areas;

import ai.djl.ndarray.NDArray;

/// What a network should say of areas. The arrays belong to the manager of the step.
///
/// @param inside (images, areas, rows, columns): 1 in the area, 0 outside of it and where that is
///   not known
/// @param judged of the same shape: 1, or 0 where the answer is not judged
/// @param cells how many are judged, in the whole batch where this is a part of one
public record AreaTarget(NDArray inside, NDArray judged, long cells) {}
