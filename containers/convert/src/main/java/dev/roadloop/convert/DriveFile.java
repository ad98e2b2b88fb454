package dev.roadloop.convert;

import dev.roadloop.sensorlog.Recording;
import java.io.IOException;

/// A recording of a drive.
///
/// @param name its name within the drive
/// @param opener opens it; called more than once
record DriveFile(String name, Opener opener) {

    /// Opens a recording.
    interface Opener {
        Recording open() throws IOException;
    }
}
