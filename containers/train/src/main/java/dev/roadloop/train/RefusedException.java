package dev.roadloop.train;

/// The job cannot go on.
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final TrainOutcome outcome;

    RefusedException(TrainOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    /// What to call it.
    public TrainOutcome outcome() {
        return outcome;
    }
}
