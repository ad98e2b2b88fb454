package dev.roadloop.sweep.search;

/// What is known of a trial.
///
/// @param trial its number
/// @param cost lower is better; means nothing while it is pending
/// @param iterations after which that was its cost
public record Observation(
        int trial, Configuration configuration, Progress progress, int iterations, double cost) {

    /// How far a trial has come.
    public enum Progress {
        /// It ran to its end.
        COMPLETE,
        /// It stopped on the way, for now or for good.
        PARTIAL,
        /// It has not been compared yet.
        PENDING
    }
}
