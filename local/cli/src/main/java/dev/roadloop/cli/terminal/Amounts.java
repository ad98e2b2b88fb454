package dev.roadloop.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/// Writes amounts as people read them, in every locale alike.
public final class Amounts {

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final long MINUTE = 60;
    private static final long HOUR = 3600;

    private Amounts() {}

    /// A number of things: `1 topic`, `12 topics`.
    ///
    /// @param thing what one of them is called; several have an s at its end
    public static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /// Bytes in decimal units: `17.2 MB`.
    public static String bytes(double bytes) {
        int unit = 0;
        double value = bytes;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? String.format(Locale.ROOT, "%.0f B", value)
                : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }

    /// A time that is shown to the tenth of a second below a minute: `4.2 s`, `3:07`, `2:03:07`.
    public static String time(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < MINUTE) {
            return String.format(Locale.ROOT, "%.1f s", Math.max(0, time.toMillis()) / 1e3);
        }
        return seconds < HOUR
                ? String.format(Locale.ROOT, "%d:%02d", seconds / MINUTE, seconds % MINUTE)
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        seconds / HOUR,
                        seconds % HOUR / MINUTE,
                        seconds % MINUTE);
    }
}
