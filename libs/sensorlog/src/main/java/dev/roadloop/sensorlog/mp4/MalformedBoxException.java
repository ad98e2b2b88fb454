package dev.roadloop.sensorlog.mp4;

/// A file's index is not what the format says it must be.
final class MalformedBoxException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message what was expected and found, without the file's name
    MalformedBoxException(String message) {
        super(message);
    }
}
