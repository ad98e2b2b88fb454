package dev.roadloop.evaluate.robustness;

import org.jspecify.annotations.Nullable;

/// How a model bears spoilt images, in what it finds and in what it says about areas.
///
/// @param pictures how many were spoilt
/// @param boxes by COCO's AP; null where it was not asked for, or nothing is found on clean images
/// @param areas by the mean IoU; null as well where nothing is known of areas
public record Robustness(
        int pictures, @Nullable RobustnessScores boxes, @Nullable RobustnessScores areas) {

    /// Nothing was tried.
    public static final Robustness NONE = new Robustness(0, null, null);
}
