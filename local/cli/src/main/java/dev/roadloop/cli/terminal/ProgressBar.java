package dev.roadloop.cli.terminal;

/// Draws bars of one line.
public final class ProgressBar {

    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final int PARTS = 8;

    private ProgressBar() {}

    /// A bar.
    ///
    /// @param fraction how much is done; drawn as 0 to 1
    /// @param width its characters
    public static String of(double fraction, int width) {
        double done = Double.isNaN(fraction) ? 0 : Math.clamp(fraction, 0.0, 1.0);
        int parts = (int) (done * width * PARTS);
        int whole = parts / PARTS;
        StringBuilder bar = new StringBuilder("▕").append("█".repeat(whole));
        if (whole < width) {
            bar.append(EIGHTHS.charAt(parts % PARTS)).append(" ".repeat(width - whole - 1));
        }
        return bar.append('▏').toString();
    }
}
