package dev.roadloop.train;

/// The job cannot go on.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final TrainOutcome outcome;

    RefusedException(TrainOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    TrainOutcome outcome() {
        return outcome;
    }
}
