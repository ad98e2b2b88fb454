package dev.roadloop.packaging;

import java.util.Arrays;

/// How long an answer to one picture takes.
///
/// @param machine where that was measured
/// @param batch pictures at once
/// @param runs how many answers were timed
/// @param p50Millis half of them took no longer
/// @param p95Millis 95 of 100 took no longer
/// @param p99Millis 99 of 100 took no longer
public record Timing(
        String machine,
        int batch,
        long runs,
        double p50Millis,
        double p95Millis,
        double p99Millis) {

    private static final double NANOS = 1e6;

    /// Times one answer after another, after as many as a tenth to warm up.
    static Timing of(Runnable answer, int runs) {
        for (int i = 0; i < runs / 10; i++) {
            answer.run();
        }
        long[] nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            long began = System.nanoTime();
            answer.run();
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        String machine =
                "%s %s, %d cores"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.arch"),
                                Runtime.getRuntime().availableProcessors());
        return new Timing(
                machine, 1, runs, share(nanos, 0.50), share(nanos, 0.95), share(nanos, 0.99));
    }

    /// The nearest rank: the shortest time that this share of the times does not exceed.
    private static double share(long[] sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, rank - 1)] / NANOS;
    }
}
