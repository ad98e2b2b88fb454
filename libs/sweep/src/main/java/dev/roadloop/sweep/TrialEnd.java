package dev.roadloop.sweep;

/// How a job of a trial ended.
public enum TrialEnd {
    /// It came to its rung and may go on later.
    PAUSED,
    /// The trial ran to its end.
    COMPLETED,
    /// There will be no more of this trial.
    FAILED
}
