package dev.roadloop.domain;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The surroundings failed; the same call may succeed later.
///
/// @see ErrorKind#TRANSIENT
public final class TransientException extends RoadloopException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Instant notBefore;

    /// @param message what failed, for which id, what was expected, what was found and what to do
    public TransientException(String message) {
        super(ErrorKind.TRANSIENT, message, null);
        this.notBefore = null;
    }

    /// @param message what failed, for which id, what was expected, what was found and what to do
    /// @param notBefore when the same call can succeed at the earliest
    public TransientException(String message, Instant notBefore) {
        super(ErrorKind.TRANSIENT, message, null);
        this.notBefore = notBefore;
    }

    /// @param message what failed, for which id, what was expected, what was found and what to do
    /// @param cause the failure underneath
    public TransientException(String message, Throwable cause) {
        super(ErrorKind.TRANSIENT, message, cause);
        this.notBefore = null;
    }

    /// When the same call can succeed at the earliest, where that is known.
    public Optional<Instant> notBefore() {
        return Optional.ofNullable(notBefore);
    }
}
