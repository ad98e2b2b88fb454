package dev.roadloop.packaging;

import org.jspecify.annotations.Nullable;

/// What became of the TensorRT engine.
///
/// @param status how it ended
/// @param message a line for people: the machine that it is for, or why there is none
/// @param sha256 of `model.engine`, where that is there
/// @param bytes its size
public record Engine(Status status, String message, @Nullable String sha256, long bytes) {

    /// How a build ended.
    public enum Status {
        /// It is there.
        BUILT,
        /// This machine builds none.
        SKIPPED,
        /// TensorRT is here, but made none.
        FAILED
    }

    static Engine skipped(String why) {
        return new Engine(Status.SKIPPED, why, null, 0);
    }

    static Engine failed(String why) {
        return new Engine(Status.FAILED, why, null, 0);
    }
}
