package dev.roadloop.sensorlog;

import java.io.IOException;

/// A recording that cannot be converted without loss: its messages do not fit the other format,
/// some of them are lost already, or what was written does not read back equal. The message names
/// the recording and says which. Nothing was left at the target.
public final class RecordingConversionException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean damaged;

    /// @param message what was expected, what was found, what to do; names the file
    public RecordingConversionException(String message) {
        this(message, false);
    }

    /// @param damaged whether messages of the source are lost
    RecordingConversionException(String message, boolean damaged) {
        super(message);
        this.damaged = damaged;
    }

    /// @param cause what a writer refused
    public RecordingConversionException(String message, Throwable cause) {
        super(message, cause);
        this.damaged = false;
    }

    /// Whether messages of the source are lost, so that no target can have all of them.
    public boolean isDamaged() {
        return damaged;
    }
}
