package dev.roadloop.evaluate.slices;

/// What a difference between two models amounts to once corrected for the number of tests.
public enum Change {
    /// The candidate is worse, and chance is an unlikely reason.
    REGRESSION,
    /// The candidate is better, and chance is an unlikely reason.
    IMPROVEMENT,
    /// Chance may be the reason.
    UNCLEAR
}
