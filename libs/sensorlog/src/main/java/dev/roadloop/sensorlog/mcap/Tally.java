package dev.roadloop.sensorlog.mcap;

import java.util.Arrays;

/// Counts by channel.
final class Tally {

    private long[] counts = new long[64];
    private long total;

    void add(int channel, long n) {
        if (channel >= counts.length) {
            counts = Arrays.copyOf(counts, Math.min(1 << 16, Math.max(2 * counts.length, channel + 1)));
        }
        counts[channel] += n;
        total += n;
    }

    long of(int channel) {
        return channel < counts.length ? counts[channel] : 0;
    }

    long total() {
        return total;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
    }

    /// No channel at or above this has a count.
    int bound() {
        return counts.length;
    }
}
