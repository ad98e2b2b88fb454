package dev.roadloop.lambda;

/// A step of an execution failed: the error that the execution ends with, naming step and cause. It
/// does not stand for a failure of this function, hence no kind: the state machine never retries or
/// catches it.
public final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailedException(String message) {
        super(message);
    }
}
