package dev.roadloop.video;

/// A video that cannot be decoded, with what was expected and found.
public final class VideoException extends Exception {
    private static final long serialVersionUID = 1L;

    public VideoException(String message) {
        super(message);
    }
}
