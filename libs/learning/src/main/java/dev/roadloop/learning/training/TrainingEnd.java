package dev.roadloop.learning.training;

/// How a training ended.
public enum TrainingEnd {
    /// All steps are done.
    COMPLETED,
    /// The loss on the validation samples had stopped falling.
    STOPPED_EARLY,
    /// It was asked to stop; its checkpoint is written and it can go on.
    INTERRUPTED,
    /// Losses or gradients were no numbers again and again: the plan or the data are bad.
    DIVERGED
}
