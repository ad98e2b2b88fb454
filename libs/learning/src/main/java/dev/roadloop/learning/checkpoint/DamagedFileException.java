package dev.roadloop.learning.checkpoint;

/// A file of tensors is not what was written.
public final class DamagedFileException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message which file, what was expected, what was found
    public DamagedFileException(String message) {
        super(message);
    }
}
