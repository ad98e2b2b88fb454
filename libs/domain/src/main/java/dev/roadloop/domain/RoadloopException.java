package dev.roadloop.domain;

import org.jspecify.annotations.Nullable;

/// A step failed. There is one class per [ErrorKind], because a Lambda function reports an
/// exception to its state machine by class name: `Retry` and `Catch` then select by kind without
/// knowing any step's details.
///
/// The message says what failed, for which id, what was expected, what was found and what to do.
public abstract sealed class RoadloopException extends RuntimeException
        permits CallerException, TransientException, ExhaustedException, InternalException {
    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    RoadloopException(ErrorKind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /// What this failure leads to.
    public ErrorKind kind() {
        return kind;
    }
}
