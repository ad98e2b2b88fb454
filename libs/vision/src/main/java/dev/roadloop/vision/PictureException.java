package dev.roadloop.vision;

/// An image that cannot be used: the input is at fault.
public final class PictureException extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message what was expected and found, and what to do
    public PictureException(String message) {
        super(message);
    }
}
