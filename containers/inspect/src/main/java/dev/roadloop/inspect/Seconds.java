package dev.roadloop.inspect;

/// Log times in seconds. Far apart times do not overflow.
final class Seconds {

    private static final double NANOS = 1e9;

    private Seconds() {}

    /// From one time in nanoseconds to another.
    static double between(long from, long to) {
        long exact = to - from;
        boolean overflow = ((to ^ from) & (to ^ exact)) < 0;
        return overflow ? (double) to / NANOS - (double) from / NANOS : exact / NANOS;
    }
}
