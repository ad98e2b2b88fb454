package dev.roadloop.embedded.stepfunctions.asl;

import java.util.List;

/// An entry of `Retry`.
///
/// @param intervalSeconds wait before the first retry, whole seconds
/// @param backoffRate factor by which the wait grows, at least 1
/// @param maxAttempts retries, 0 for never
/// @param maxDelaySeconds upper bound of the wait, `Long.MAX_VALUE` for none
/// @param fullJitter whether the wait is drawn between zero and its bound
public record Retrier(
        List<String> errorEquals,
        long intervalSeconds,
        double backoffRate,
        long maxAttempts,
        long maxDelaySeconds,
        boolean fullJitter) {

    /// Copies the names.
    public Retrier {
        errorEquals = List.copyOf(errorEquals);
    }

    /// Seconds to wait before retry number `attempt`, counted from 1, before jitter.
    public double delaySeconds(long attempt) {
        return Math.min(intervalSeconds * Math.pow(backoffRate, attempt - 1), maxDelaySeconds);
    }
}
