package dev.roadloop.packaging;

/// The bundle cannot be made.
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final PackageOutcome outcome;

    RefusedException(PackageOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    PackageOutcome outcome() {
        return outcome;
    }
}
