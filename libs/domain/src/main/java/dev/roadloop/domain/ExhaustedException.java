package dev.roadloop.domain;

/// A limit is used up: memory, disk, time or a quota.
///
/// @see ErrorKind#EXHAUSTED
public final class ExhaustedException extends RoadloopException {
    private static final long serialVersionUID = 1L;

    /// @param message what failed, for which id, what was expected, what was found and what to do
    public ExhaustedException(String message) {
        super(ErrorKind.EXHAUSTED, message, null);
    }

    /// @param message what failed, for which id, what was expected, what was found and what to do
    /// @param cause the failure underneath
    public ExhaustedException(String message, Throwable cause) {
        super(ErrorKind.EXHAUSTED, message, cause);
    }
}
