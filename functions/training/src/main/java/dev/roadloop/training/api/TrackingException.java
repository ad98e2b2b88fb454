package dev.roadloop.training.api;

/// A call that is answered with an error. The message is what the client shows to its user.
public final class TrackingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /// @param message what failed, what was expected and what was found
    public TrackingException(ErrorCode code, String message) {
        super(message);
        this.code = code;
    }

    /// A value that the caller has to correct.
    public static TrackingException invalid(String message) {
        return new TrackingException(ErrorCode.INVALID_PARAMETER_VALUE, message);
    }

    /// Something that the caller names and that is not there.
    public static TrackingException missing(String message) {
        return new TrackingException(ErrorCode.RESOURCE_DOES_NOT_EXIST, message);
    }

    /// What kind of error it is.
    public ErrorCode code() {
        return code;
    }
}
