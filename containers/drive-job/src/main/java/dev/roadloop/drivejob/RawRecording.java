package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;

/// A recording of a drive, not yet opened.
///
/// @param name its name within the drive
/// @param source opens its bytes; called once for each reading, and each time the caller closes
///   what it gets
public record RawRecording(String name, Opener source) {

    /// @throws IllegalArgumentException when it has no name
    public RawRecording {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a recording of a drive needs a name");
        }
    }

    /// Opens the bytes of a recording.
    public interface Opener {
        /// @throws IOException if they cannot be had
        ByteSource open() throws IOException;
    }
}
