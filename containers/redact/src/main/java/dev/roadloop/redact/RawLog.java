package dev.roadloop.redact;

import dev.roadloop.drivejob.RawRecording;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.file.Path;

/// A recording to be redacted, not yet opened: an object of a drive, or a local file or directory.
///
/// @param name as reports name it
/// @param opener opens it; called once for each reading, and each time the caller closes what it
///   gets
record RawLog(String name, Opener opener) {

    /// Opens a recording.
    interface Opener {
        /// @throws IOException if it cannot be had
        Recording open() throws IOException;
    }

    /// A recording of a drive.
    static RawLog of(RawRecording recording) {
        return new RawLog(recording.name(), recording::open);
    }

    /// A local file, or a directory of rosbag2.
    static RawLog of(Path file) {
        Path name = file.toAbsolutePath().normalize().getFileName();
        return new RawLog(
                name == null ? file.toString() : name.toString(), () -> Recordings.open(file));
    }

    /// Opens it with its video as pictures; the caller closes it.
    ///
    /// @param index its place among the drive's recordings
    VideoAsPictures pictures(int index, VideoAsPictures.Watch watch) throws IOException {
        return new VideoAsPictures(index, open(), watch);
    }

    /// Opens it; the caller closes it.
    Recording open() throws IOException {
        return opener.open();
    }
}
