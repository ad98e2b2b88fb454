package dev.roadloop.drivejob.clock;

import java.util.Arrays;

/// Compares a clock with the log clock, message by message. Jumps and backward steps are counted
/// exactly; offset, drift and jitter come from an evenly thinned sample of at most 512 messages of
/// the longest stretch between two jumps, so that a long drive costs no more than a short one.
///
/// Memory: at most 16 KiB, and 300 bytes for a clock of few messages.
public final class ClockTrack {

    private static final double NANOS = 1e9;

    private final long maxJump;
    private Stretch current = new Stretch();
    private Stretch longest = current;
    private long count;
    private long previousLog;
    private long previousOther;
    private long jumps;
    private long greatestJump;
    private long greatestJumpAt;
    private long backwardSteps;

    /// A track that counts jumps.
    ///
    /// @param maxJumpSeconds how far the offset may change from one message to the next
    public ClockTrack(double maxJumpSeconds) {
        this.maxJump = (long) (maxJumpSeconds * NANOS);
    }

    /// Takes a message.
    ///
    /// @param logTime nanoseconds
    /// @param other what the other clock showed then, nanoseconds
    public void add(long logTime, long other) {
        long offset = saturatedDifference(other, logTime);
        if (count > 0) {
            long before = saturatedDifference(previousOther, previousLog);
            long jump = Math.abs(saturatedDifference(offset, before));
            if (jump > greatestJump) {
                greatestJump = jump;
                greatestJumpAt = logTime;
            }
            if (jump > maxJump) {
                jumps++;
                current = new Stretch();
            }
            if (other < previousOther && logTime >= previousLog) {
                backwardSteps++;
            }
        }
        previousLog = logTime;
        previousOther = other;
        count++;
        current.add(logTime, offset);
        if (current.count > longest.count) {
            longest = current;
        }
    }

    /// Whether nothing was compared yet.
    public boolean isEmpty() {
        return count == 0;
    }

    /// What was found so far.
    ///
    /// @throws IllegalStateException where nothing was compared
    public ClockFit fit() {
        if (count == 0) {
            throw new IllegalStateException("no times were compared");
        }
        RobustLine line = longest.line();
        return new ClockFit(
                count,
                longest.medianOffset() / NANOS,
                line.slope() * 1e6,
                line.spread() / NANOS,
                longest.span() / NANOS,
                longest.middle(),
                jumps,
                greatestJump / NANOS,
                greatestJumpAt,
                backwardSteps);
    }

    private static long saturatedDifference(long a, long b) {
        long difference = a - b;
        boolean overflow = ((a ^ b) & (a ^ difference)) < 0;
        return overflow
                ? (a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE)
                : Math.max(difference, -Long.MAX_VALUE);
    }

    /// Messages between two jumps, thinned.
    private static final class Stretch {
        private static final int FIRST = 8;
        private static final int MOST = 512;

        private long[] times = new long[FIRST];
        private long[] offsets = new long[FIRST];
        private int kept;
        private long stride = 1;
        private long count;

        void add(long time, long offset) {
            if (count++ % stride != 0) {
                return;
            }
            if (kept == MOST) {
                for (int i = 0; i < MOST / 2; i++) {
                    times[i] = times[2 * i];
                    offsets[i] = offsets[2 * i];
                }
                kept = MOST / 2;
                stride *= 2;
                if ((count - 1) % stride != 0) {
                    return;
                }
            } else if (kept == times.length) {
                times = Arrays.copyOf(times, 2 * kept);
                offsets = Arrays.copyOf(offsets, 2 * kept);
            }
            times[kept] = time;
            offsets[kept++] = offset;
        }

        double medianOffset() {
            long[] sorted = Arrays.copyOf(offsets, kept);
            Arrays.sort(sorted);
            return sorted[kept / 2];
        }

        double span() {
            return kept == 0 ? 0 : (double) times[kept - 1] - (double) times[0];
        }

        long middle() {
            return times[kept / 2];
        }

        RobustLine line() {
            double[] x = new double[kept];
            double[] y = new double[kept];
            for (int i = 0; i < kept; i++) {
                x[i] = (double) saturatedDifference(times[i], times[0]);
                y[i] = (double) saturatedDifference(offsets[i], offsets[0]);
            }
            return RobustLine.through(x, y);
        }
    }
}
