package dev.roadloop.sensorlog;

import java.io.IOException;

/// A recording that cannot be converted without loss: its messages do not fit the other format,
/// some of them are lost already, or what was written does not read back equal. The message names
/// the recording and says which. Nothing was left at the target.
public final class RecordingConversionException extends IOException {

    private static final long serialVersionUID = 1L;

    /// @param message what was expected, what was found, what to do; names the file
    public RecordingConversionException(String message) {
        super(message);
    }

    /// @param cause what a writer refused
    public RecordingConversionException(String message, Throwable cause) {
        super(message, cause);
    }
}
