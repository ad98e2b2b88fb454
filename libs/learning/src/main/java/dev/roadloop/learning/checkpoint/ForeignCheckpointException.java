package dev.roadloop.learning.checkpoint;

/// A folder holds the checkpoints of another training.
public final class ForeignCheckpointException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message what was expected, what was found, and what to do
    public ForeignCheckpointException(String message) {
        super(message);
    }
}
