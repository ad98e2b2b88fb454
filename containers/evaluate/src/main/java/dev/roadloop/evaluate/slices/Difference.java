package dev.roadloop.evaluate.slices;

import dev.roadloop.evaluate.statistics.Interval;

/// One number of one slice for two models.
///
/// @param slice the slice's name
/// @param number what is compared
/// @param baseline the number of the model before
/// @param candidate the number of the model to be judged
/// @param interval of candidate less baseline, both on the same resampled images
/// @param probability of a difference at least as clear if there were none
/// @param corrected the same for the clearest of all tests of the comparison: below the level, the
///   chance that any such verdict of the comparison is a false one is below it
/// @param change what it amounts to by the corrected probability
public record Difference(
        String slice,
        String number,
        double baseline,
        double candidate,
        Interval interval,
        double probability,
        double corrected,
        Change change) {}
