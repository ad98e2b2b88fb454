package dev.roadloop.sensorlog;

import java.io.IOException;

/// A file that is not a recording, or of a kind that cannot be read. Damage inside a recording is
/// not an exception: see [LossReport].
public final class RecordingException extends IOException {

    private static final long serialVersionUID = 1L;

    /// Why a file cannot be opened, for machines.
    public enum Reason {
        /// The file has no bytes.
        EMPTY,
        /// No known format starts like this.
        UNKNOWN_FORMAT,
        /// A known format in a version or with a feature, such as encryption, that is not
        /// supported.
        UNSUPPORTED,
        /// So damaged that nothing in it can be found.
        UNREADABLE
    }

    private final Reason reason;

    /// @param message what was expected, what was found, what to do; names the file
    public RecordingException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// @param cause what a library said about the file
    public RecordingException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /// Why.
    public Reason reason() {
        return reason;
    }
}
