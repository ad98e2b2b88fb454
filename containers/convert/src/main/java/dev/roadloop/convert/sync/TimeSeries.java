package dev.roadloop.convert.sync;

import java.util.Arrays;

/// Values at growing times, at most 500,000 of them; later ones are not taken.
///
/// Memory: 16 bytes for each value.
final class TimeSeries {

    private static final int MOST = 500_000;

    private long[] times = new long[256];
    private double[] values = new double[256];
    private int size;

    /// Takes a value, unless it is less than `leastGap` nanoseconds after the last.
    void add(long time, double value, long leastGap) {
        if (size == MOST || size > 0 && time < times[size - 1] + Math.max(1, leastGap)) {
            return;
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long time(int index) {
        return times[index];
    }

    double value(int index) {
        return values[index];
    }

    /// The value on the line between the neighbours of a time; not a number where there are none
    /// within a second.
    double at(long time) {
        int found = Arrays.binarySearch(times, 0, size, time);
        if (found >= 0) {
            return values[found];
        }
        int after = -found - 1;
        if (after == 0 || after == size || times[after] - times[after - 1] > 1_000_000_000L) {
            return Double.NaN;
        }
        double span = times[after] - times[after - 1];
        return Interpolation.linear(
                values[after - 1], values[after], (time - times[after - 1]) / span);
    }
}
