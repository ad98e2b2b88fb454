package dev.roadloop.domain;

/// The input is wrong and will stay wrong until its sender changes it.
///
/// @see ErrorKind#CALLER
public final class CallerException extends RoadloopException {
    private static final long serialVersionUID = 1L;

    /// @param message what failed, for which id, what was expected, what was found and what to do
    public CallerException(String message) {
        super(ErrorKind.CALLER, message, null);
    }

    /// @param message what failed, for which id, what was expected, what was found and what to do
    /// @param cause the failure underneath
    public CallerException(String message, Throwable cause) {
        super(ErrorKind.CALLER, message, cause);
    }
}
