package dev.roadloop.contracts.evidence;

/// How long an inference takes.
///
/// @param machine where that was measured
/// @param batch samples at once
/// @param runs how many were measured
/// @param p50Millis half of them took no longer
/// @param p95Millis 95 of 100 took no longer
/// @param p99Millis 99 of 100 took no longer
public record Latency(
        String machine,
        int batch,
        long runs,
        double p50Millis,
        double p95Millis,
        double p99Millis) {
    /// @throws IllegalArgumentException when a field is missing, or the percentiles do not grow
    public Latency {
        Values.text(machine, "machine");
        Values.notNegative(batch, "batch");
        Values.notNegative(runs, "runs");
        Values.notNegative(p50Millis, "p50Millis");
        Values.notNegative(p95Millis, "p95Millis");
        Values.notNegative(p99Millis, "p99Millis");
        if (p50Millis > p95Millis || p95Millis > p99Millis) {
            throw new IllegalArgumentException(
                    "expected percentiles that grow, found "
                            + p50Millis
                            + ", "
                            + p95Millis
                            + ", "
                            + p99Millis);
        }
    }
}
