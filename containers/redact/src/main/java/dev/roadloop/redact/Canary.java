package dev.roadloop.redact;

import dev.roadloop.vision.PixelBox;

/// Something private of known place, to be put into a copy of a frame.
///
/// @param kind `face` or `plate`
/// @param source `rendered`, `given` or `drive`
/// @param art what it looks like, at least as large as it will be shown
/// @param round whether only the ellipse within is shown, softly, as of a face
record Canary(String kind, String source, Pixels art, boolean round) {

    private static final double FULL_WITHIN = 0.7;
    private static final double GREY = 128;

    /// How wide it is at a height.
    int widthAt(int height) {
        return Math.max(1, Math.round((float) height * art.width() / art.height()));
    }

    /// Paints it over a box.
    ///
    /// @param light by which its colours are multiplied
    /// @param noise takes a pixel's noise, in colour values
    void paint(Pixels frame, PixelBox box, double light, Noise noise) {
        Pixels shown = art.scaled(art.whole(), box.w(), box.h());
        for (int y = 0; y < box.h(); y++) {
            for (int x = 0; x < box.w(); x++) {
                double share = round ? share(x, y, box) : 1;
                double grain = noise.next();
                for (int channel = 0; channel < 3 && share > 0; channel++) {
                    double over = shown.get(x, y, channel) * light + grain;
                    double under = frame.get(box.x() + x, box.y() + y, channel);
                    frame.set(
                            box.x() + x, box.y() + y, channel, share * over + (1 - share) * under);
                }
            }
        }
    }

    /// What a frame shows of it in a box: nothing of the frame itself, which is left grey.
    Pixels seen(Pixels frame, PixelBox box) {
        Pixels seen = frame.scaled(box, box.w(), box.h());
        for (int y = 0; y < box.h(); y++) {
            for (int x = 0; x < box.w(); x++) {
                for (int channel = 0; channel < 3 && round && share(x, y, box) < 1; channel++) {
                    seen.set(x, y, channel, GREY);
                }
            }
        }
        return seen;
    }

    /// How much of the canary shows: all of it within, nothing beyond the ellipse.
    private static double share(int x, int y, PixelBox box) {
        double dx = (x + 0.5) / box.w() * 2 - 1;
        double dy = (y + 0.5) / box.h() * 2 - 1;
        double radius = Math.sqrt(dx * dx + dy * dy);
        return Math.clamp((1 - radius) / (1 - FULL_WITHIN), 0, 1);
    }

    /// Gives noise.
    interface Noise {
        /// The next value, around 0.
        double next();
    }
}
