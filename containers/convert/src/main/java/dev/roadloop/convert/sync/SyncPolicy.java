package dev.roadloop.convert.sync;

import java.util.List;

/// How the synchronised table of a vehicle's drives is made.
///
/// @param rateHz rows per second; a divisor of 1,000,000,000
/// @param maxGapSeconds the longest gap between two messages that is bridged; beyond it a column is
///   null, whatever its kind
/// @param frameToleranceSeconds how far from its row a frame may lie
/// @param stateMaxAgeSeconds how long a state stays known after its last message
/// @param maxStampOffsetSeconds how far header stamps may lie from the log time to be taken as
///   times of the reference clock; stamps further away are taken back by their offset and drift
/// @param maxStampJumpSeconds by how much that distance may change from one message to the next;
///   where it changes by more, the log time counts
/// @param maxColumns most columns; fields beyond it are left out and reported
/// @param maxRows most rows; the table ends there, and the report says so
/// @param rules what differs from the choice by schema; the first that fits a field and says
///   something counts
public record SyncPolicy(
        double rateHz,
        double maxGapSeconds,
        double frameToleranceSeconds,
        double stateMaxAgeSeconds,
        double maxStampOffsetSeconds,
        double maxStampJumpSeconds,
        int maxColumns,
        long maxRows,
        List<SyncRule> rules) {

    static final double MAX_GAP = 60;
    private static final double NANOS = 1e9;
    private static final double MAX_RATE = 1000;

    /// @throws IllegalArgumentException when a number is out of range
    public SyncPolicy {
        if (!(rateHz > 0 && rateHz <= MAX_RATE) || NANOS % rateHz != 0) {
            throw new IllegalArgumentException(
                    "sync policy: rateHz must be above 0, at most 1000 and divide 1,000,000,000,"
                            + " found "
                            + rateHz);
        }
        positive("maxGapSeconds", maxGapSeconds);
        positive("frameToleranceSeconds", frameToleranceSeconds);
        positive("stateMaxAgeSeconds", stateMaxAgeSeconds);
        positive("maxStampOffsetSeconds", maxStampOffsetSeconds);
        positive("maxStampJumpSeconds", maxStampJumpSeconds);
        if (maxRows < 1 || maxRows > 100_000_000) {
            throw new IllegalArgumentException(
                    "sync policy: maxRows must lie in 1 to 100000000, found " + maxRows);
        }
        if (maxColumns < 1 || maxColumns > 10_000) {
            throw new IllegalArgumentException(
                    "sync policy: maxColumns must lie in 1 to 10000, found " + maxColumns);
        }
        rules = rules == null ? List.of() : List.copyOf(rules);
    }

    private static void positive(String name, double seconds) {
        if (!(seconds > 0 && seconds <= MAX_GAP)) {
            throw new IllegalArgumentException(
                    "sync policy: "
                            + name
                            + " must be above 0 and at most "
                            + MAX_GAP
                            + " s, found "
                            + seconds);
        }
    }

    /// What is taken off the times of a topic's messages, nanoseconds.
    long latencyNanos(String topic, String type) {
        for (SyncRule rule : rules) {
            Double latency = rule.latencySeconds();
            if (latency != null && rule.fits(topic, type, "")) {
                return Math.round(latency * NANOS);
            }
        }
        return 0;
    }

    /// Nanoseconds between two rows.
    long periodNanos() {
        return Math.round(NANOS / rateHz);
    }
}
