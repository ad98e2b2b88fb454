package dev.roadloop.vision;

/// Splits brightness into dark and light.
final class Threshold {

    private Threshold() {}

    /// The level that parts the values best: least spread on both sides (Otsu 1979).
    ///
    /// @param values 0 to 255
    /// @return values above it are light
    static int otsu(float[] values) {
        int[] counts = new int[256];
        double total = 0;
        for (float value : values) {
            int level = Math.clamp(Math.round(value), 0, 255);
            counts[level]++;
            total += level;
        }
        int best = 0;
        double widest = -1;
        double dark = 0;
        long below = 0;
        for (int level = 0; level < 256; level++) {
            below += counts[level];
            dark += (double) level * counts[level];
            long above = values.length - below;
            if (below > 0 && above > 0) {
                double apart = dark / below - (total - dark) / above;
                double between = (double) below * above * apart * apart;
                if (between > widest) {
                    widest = between;
                    best = level;
                }
            }
        }
        return best;
    }
}
