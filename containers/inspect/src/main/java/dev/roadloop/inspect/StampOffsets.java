package dev.roadloop.inspect;

import java.util.Arrays;

/// How far header stamps lie behind the log clock. Keeps an evenly thinned sample of at most 512
/// offsets, so that the median costs no more for a long drive than for a short one; extremes and
/// jumps are exact.
final class StampOffsets {

    private static final int SAMPLE = 512;
    private static final double NANOS = 1e9;

    private final long[] sample = new long[SAMPLE];
    private int kept;
    private long stride = 1;
    private long count;
    private long previous;
    private long greatestJump;

    /// @param logTime nanoseconds
    /// @param stamp nanoseconds
    void add(long logTime, long stamp) {
        long offset = saturatedDifference(logTime, stamp);
        if (count > 0) {
            long jump = Math.abs(saturatedDifference(offset, previous));
            greatestJump = Math.max(greatestJump, jump);
        }
        previous = offset;
        if (count % stride == 0) {
            if (kept == SAMPLE) {
                for (int i = 0; i < SAMPLE / 2; i++) {
                    sample[i] = sample[2 * i];
                }
                kept = SAMPLE / 2;
                stride *= 2;
            }
            if (count % stride == 0) {
                sample[kept++] = offset;
            }
        }
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /// Median of log time minus stamp, seconds.
    double medianSeconds() {
        long[] sorted = Arrays.copyOf(sample, kept);
        Arrays.sort(sorted);
        return sorted[kept / 2] / NANOS;
    }

    /// Greatest change of the offset from one message to the next, seconds.
    double greatestJumpSeconds() {
        return greatestJump / NANOS;
    }

    private static long saturatedDifference(long a, long b) {
        long difference = a - b;
        boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
        return overflow
                ? (a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE)
                : Math.max(difference, -Long.MAX_VALUE);
    }
}
