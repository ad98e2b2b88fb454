package dev.roadloop.domain;

/// The surroundings failed; the same call may succeed later.
///
/// @see ErrorKind#TRANSIENT
public final class TransientException extends RoadloopException {
    private static final long serialVersionUID = 1L;

    /// @param message what failed, for which id, what was expected, what was found and what to do
    public TransientException(String message) {
        super(ErrorKind.TRANSIENT, message, null);
    }

    /// @param message what failed, for which id, what was expected, what was found and what to do
    /// @param cause the failure underneath
    public TransientException(String message, Throwable cause) {
        super(ErrorKind.TRANSIENT, message, cause);
    }
}
