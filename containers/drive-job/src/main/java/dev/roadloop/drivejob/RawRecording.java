package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.Recording;
import java.io.IOException;

/// A recording of a drive, not yet opened: a file, or a folder of rosbag2 whose files are one.
///
/// @param name its name within the drive
/// @param size bytes of all its files
/// @param opener opens it; called once for each reading, and each time the caller closes what it
///   gets
public record RawRecording(String name, long size, Opener opener) {

    /// @throws IllegalArgumentException when it has no name or a negative size
    public RawRecording {
        if (name.isBlank() || size < 0) {
            throw new IllegalArgumentException(
                    "a recording of a drive needs a name and a size, found '"
                            + name
                            + "' and "
                            + size);
        }
    }

    /// Opens a recording.
    public interface Opener {
        /// @throws dev.roadloop.sensorlog.RecordingException if it is none
        /// @throws IOException if its bytes cannot be had
        Recording open() throws IOException;
    }

    /// Opens it; the caller closes it.
    ///
    /// @throws dev.roadloop.sensorlog.RecordingException if it is none
    /// @throws IOException if its bytes cannot be had
    public Recording open() throws IOException {
        return opener.open();
    }
}
