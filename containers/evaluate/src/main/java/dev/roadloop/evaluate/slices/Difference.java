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
/// @param holm the same, corrected by Holm's procedure over all tests of the comparison
/// @param benjaminiHochberg the same, corrected by Benjamini and Hochberg's procedure
/// @param change what it amounts to by Holm's correction
public record Difference(
        String slice,
        String number,
        double baseline,
        double candidate,
        Interval interval,
        double probability,
        double holm,
        double benjaminiHochberg,
        Change change) {}
