package dev.roadloop.redact;

/// A picture that nothing can look into or that cannot be written back: its message is withheld.
final class UnusablePicture extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message what was expected and found
    UnusablePicture(String message) {
        super(message);
    }
}
