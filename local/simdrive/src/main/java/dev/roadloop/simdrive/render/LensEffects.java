package dev.roadloop.simdrive.render;

import java.util.SplittableRandom;

/// What happens between the scene and the sensor: glow round lamps, rain, darker corners, noise.
final class LensEffects {

    private final boolean rain;
    private final boolean night;
    private final float[] corners;

    LensEffects(boolean rain, boolean night, int width, int height) {
        this.rain = rain;
        this.night = night;
        corners = new float[width];
        for (int x = 0; x < width; x++) {
            double off = (x - width / 2.0) / (width / 2.0);
            corners[x] = (float) (off * off);
        }
    }

    /// Adds a soft round glow.
    ///
    /// @param radius pixels
    static void glow(
            Picture picture, double x, double y, double radius, float r, float g, float b) {
        int reach = (int) Math.min(90, radius * 2.4);
        int cx = (int) Math.round(x);
        int cy = (int) Math.round(y);
        for (int py = Math.max(0, cy - reach);
                py <= Math.min(picture.height - 1, cy + reach);
                py++) {
            for (int px = Math.max(0, cx - reach);
                    px <= Math.min(picture.width - 1, cx + reach);
                    px++) {
                double squared = ((px - x) * (px - x) + (py - y) * (py - y)) / (radius * radius);
                float level = (float) (1 / (1 + 5 * squared)) - 0.034f;
                if (level > 0) {
                    int at = py * picture.width + px;
                    int c = picture.rgb[at];
                    picture.rgb[at] =
                            Picture.pack(
                                    (c >> 16 & 255) / 255f + r * level,
                                    (c >> 8 & 255) / 255f + g * level,
                                    (c & 255) / 255f + b * level);
                }
            }
        }
    }

    void expose(Picture picture, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        if (rain) {
            streaks(picture, random);
        }
        int amount = night ? 9 : 5;
        int[] grains = new int[31];
        for (int i = 0; i < grains.length; i++) {
            grains[i] = (i - 15) * amount / 12;
        }
        int state = (int) seed | 1;
        int[] rgb = picture.rgb;
        for (int y = 0, at = 0; y < picture.height; y++) {
            double off = (y - picture.height / 2.0) / (picture.height / 2.0);
            float row = (float) (off * off);
            for (int x = 0; x < corners.length; x++, at++) {
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                int grain = grains[(state & 15) + (state >>> 8 & 15)];
                int dark = 256 - (int) ((corners[x] * 0.7f + row * 0.5f) * 26);
                int c = rgb[at];
                int r = Picture.clamp(((c >> 16 & 255) * dark >> 8) + grain);
                int g = Picture.clamp(((c >> 8 & 255) * dark >> 8) + grain);
                int b = Picture.clamp(((c & 255) * dark >> 8) + grain);
                rgb[at] = r << 16 | g << 8 | b;
            }
        }
    }

    private static void streaks(Picture picture, SplittableRandom random) {
        int count = picture.width * picture.height / 900;
        for (int i = 0; i < count; i++) {
            double near = Math.pow(random.nextDouble(), 2.5);
            double x = random.nextDouble() * picture.width;
            double y = random.nextDouble() * picture.height;
            double length = picture.height * (0.015 + 0.07 * near);
            double slant = (x - picture.width / 2.0) / picture.width * 0.35 + 0.04;
            int strength = (int) (12 + 30 * near);
            for (int k = 0; k < length; k++) {
                int px = (int) (x + slant * k);
                int py = (int) (y + k);
                if (px >= 0 && py >= 0 && px < picture.width && py < picture.height) {
                    int at = py * picture.width + px;
                    int c = picture.rgb[at];
                    picture.rgb[at] =
                            Picture.clamp((c >> 16 & 255) + strength) << 16
                                    | Picture.clamp((c >> 8 & 255) + strength) << 8
                                    | Picture.clamp((c & 255) + strength + 3);
                }
            }
        }
    }
}
