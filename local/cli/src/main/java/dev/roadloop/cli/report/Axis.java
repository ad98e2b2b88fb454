package dev.roadloop.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A scale from values to pixels with round marks.
///
/// @param low value at `from`
/// @param high value at `to`, more than `low`
/// @param from pixel
/// @param to pixel
record Axis(double low, double high, double from, double to) {

    /// An axis over at least these values; a single value gets some room on both sides.
    static Axis over(double low, double high, double from, double to) {
        double room = high > low ? 0 : Math.max(1e-6, Math.abs(low) * 0.01);
        return new Axis(low - room, high + room, from, to);
    }

    /// Pixel of a value.
    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /// Distance between marks: 1, 2 or 5 times a power of ten, about `count` of them.
    double step(int count) {
        double raw = (high - low) / Math.max(1, count);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double share = raw / power;
        return power * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
    }

    /// Round values on the axis.
    List<Double> marks(int count) {
        double step = step(count);
        List<Double> marks = new ArrayList<>();
        for (double k = Math.ceil(low / step); k * step <= high && marks.size() < 3 * count; k++) {
            marks.add(k * step);
        }
        return marks;
    }

    /// A mark's value with as many digits as tell it from the next.
    String label(double value, int count) {
        int digits = (int) Math.clamp(Math.ceil(-Math.log10(step(count)) - 1e-9), 0, 9);
        return String.format(Locale.ROOT, "%." + digits + "f", value + 0.0);
    }
}
