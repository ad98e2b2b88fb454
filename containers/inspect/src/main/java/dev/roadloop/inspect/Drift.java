package dev.roadloop.inspect;

import dev.roadloop.drivejob.clock.ClockFit;

/// When a drift is more than noise.
final class Drift {

    private static final double LEAST_SPAN_SECONDS = 5;
    private static final double TIMES_JITTER = 3;

    private Drift() {}

    /// Whether a clock drifts by more than a limit, over a stretch that is long enough, and further
    /// than its jitter could make it seem.
    static boolean isCertain(ClockFit fit, double maxPpm) {
        double moved = Math.abs(fit.driftPpm()) / 1e6 * fit.spanSeconds();
        return Math.abs(fit.driftPpm()) > maxPpm
                && fit.spanSeconds() >= LEAST_SPAN_SECONDS
                && moved > TIMES_JITTER * fit.jitterSeconds();
    }
}
