package dev.roadloop.embedded.lambda;

import java.time.Duration;
import java.util.List;

/// Feeds a function from a queue.
///
/// @param id its UUID
/// @param queueArn where messages come from
/// @param functionName who gets them
/// @param batchSize at most this many messages a call
/// @param batchWindow how long to gather them
/// @param reportsItemFailures true if the function answers which messages failed
/// @param maximumConcurrency calls at once, 2 to 1000
/// @param filters event patterns, any of which lets a message through; empty lets all
/// @param enabled false if switched off in the template
public record EventSourceMapping(
        String id,
        String queueArn,
        String functionName,
        int batchSize,
        Duration batchWindow,
        boolean reportsItemFailures,
        int maximumConcurrency,
        List<String> filters,
        boolean enabled) {

    /// @throws IllegalArgumentException if a number is outside what Lambda accepts
    public EventSourceMapping {
        filters = List.copyOf(filters);
        boolean fifo = queueArn.endsWith(".fifo");
        if (batchSize < 1 || batchSize > (fifo ? 10 : 10_000)) {
            throw new IllegalArgumentException(
                    "event source mapping "
                            + queueArn
                            + " → "
                            + functionName
                            + ": expected a batch size of 1 to "
                            + (fifo ? 10 : 10_000)
                            + ", found "
                            + batchSize);
        }
        if (batchSize > 10 && batchWindow.isZero()) {
            throw new IllegalArgumentException(
                    "event source mapping "
                            + queueArn
                            + " → "
                            + functionName
                            + ": a batch size over 10 needs a batching window of at least 1 s,"
                            + " found none");
        }
        if (maximumConcurrency < 1 || maximumConcurrency > 1000) {
            throw new IllegalArgumentException(
                    "event source mapping "
                            + queueArn
                            + " → "
                            + functionName
                            + ": expected a concurrency of 2 to 1000, found "
                            + maximumConcurrency);
        }
    }
}
