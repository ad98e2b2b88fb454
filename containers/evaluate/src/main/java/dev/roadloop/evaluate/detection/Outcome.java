package dev.roadloop.evaluate.detection;

/// What became of a detection at an overlap of 0.50.
public enum Outcome {
    /// It found an object of its category that no surer detection had found.
    HIT,
    /// It found nothing.
    MISS,
    /// It lies in a crowd region, and counts for nothing.
    IGNORED
}
