package dev.roadloop.convert.video;

/// A video that cannot be decoded, with what was expected and found.
public final class VideoException extends Exception {
    private static final long serialVersionUID = 1L;

    VideoException(String message) {
        super(message);
    }
}
