package dev.roadloop.packaging;

/// From which to which number a value goes; 0 is always within, as borders are padded with it.
///
/// @param least at most 0
/// @param most at least 0
record Range(float least, float most) {

    private static final int LEVELS = 255;

    Range {
        if (!(least <= 0 && most >= 0 && Float.isFinite(least) && Float.isFinite(most))) {
            throw new IllegalArgumentException(
                    "expected a range around 0, found %s to %s".formatted(least, most));
        }
    }

    static Range of(float[] values) {
        float least = 0;
        float most = 0;
        for (float value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return new Range(least, most);
    }

    Range or(Range other) {
        return new Range(Math.min(least, other.least), Math.max(most, other.most));
    }

    /// The number that one step of eight bits stands for.
    float scale() {
        return Math.max((most - least) / LEVELS, Float.MIN_NORMAL);
    }

    /// The eight bits that stand for 0.
    int zero() {
        return Math.clamp(Math.round(-least / scale()), 0, LEVELS);
    }
}
