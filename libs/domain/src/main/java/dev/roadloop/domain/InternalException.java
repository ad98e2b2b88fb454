package dev.roadloop.domain;

/// An invariant of Roadloop does not hold.
///
/// @see ErrorKind#INTERNAL
public final class InternalException extends RoadloopException {
    private static final long serialVersionUID = 1L;

    /// @param message what failed, for which id, what was expected, what was found and what to do
    public InternalException(String message) {
        super(ErrorKind.INTERNAL, message, null);
    }

    /// @param message what failed, for which id, what was expected, what was found and what to do
    /// @param cause the failure underneath
    public InternalException(String message, Throwable cause) {
        super(ErrorKind.INTERNAL, message, cause);
    }
}
