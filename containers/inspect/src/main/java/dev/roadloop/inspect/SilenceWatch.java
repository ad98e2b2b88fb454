package dev.roadloop.inspect;

/// Watches one topic's log times: silences that are too long, and steps back.
final class SilenceWatch {

    private static final double NANOS = 1e9;

    private final long limit;
    private long count;
    private long previous;
    private long gaps;
    private long silent;
    private long firstGapAt;
    private long greatestStepBack;

    /// @param maxGapSeconds longest silence that is no gap; infinite for no limit
    SilenceWatch(double maxGapSeconds) {
        this.limit = (long) (maxGapSeconds * NANOS);
    }

    void add(long logTime) {
        if (count++ > 0) {
            long step = logTime - previous;
            if (logTime < previous) {
                greatestStepBack = Math.max(greatestStepBack, step < 0 ? -step : Long.MAX_VALUE);
            } else if (step > limit || step < 0) {
                if (gaps++ == 0) {
                    firstGapAt = previous;
                }
                silent += Math.max(0, step);
            }
        }
        previous = logTime;
    }

    /// Silences longer than the limit.
    long gaps() {
        return gaps;
    }

    /// Sum of those.
    double silentSeconds() {
        return silent / NANOS;
    }

    /// Log time of the last message before the first of them, nanoseconds.
    long firstGapAt() {
        return firstGapAt;
    }

    double greatestStepBackSeconds() {
        return greatestStepBack / NANOS;
    }
}
