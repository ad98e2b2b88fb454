package dev.roadloop.evaluate.robustness;

import java.util.SplittableRandom;

/// What weather puts between the camera and the road.
final class WeatherCorruptions {
    private static final float SNOW = 0.95f;
    private static final float FOG = 0.82f;
    private static final float[] FROST = {0.82f, 0.88f, 0.95f};

    private WeatherCorruptions() {}

    /// Falling snow: pale air and streaks. A heavier snowfall has all flakes of a lighter one.
    ///
    /// @param part of the pixels in which a streak begins
    /// @param length of the streaks in pixels
    static RgbImage snow(RgbImage image, double part, int length, SplittableRandom random) {
        int width = image.width();
        int height = image.height();
        float[] flakes = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double drawn = random.nextDouble();
                float bright = (float) (0.5 + 0.5 * random.nextDouble());
                if (drawn < part) {
                    for (int i = 0; i < length && y + i < height; i++) {
                        int column = x + i / 3;
                        if (column < width) {
                            int at = (y + i) * width + column;
                            flakes[at] = Math.max(flakes[at], bright);
                        }
                    }
                }
            }
        }
        float pale = (float) Math.min(0.5, 12 * part);
        float[] values = image.floats();
        for (int i = 0; i < values.length; i++) {
            float air = values[i] + pale * (FOG - values[i]);
            values[i] = air + flakes[i / 3] * (SNOW - air);
        }
        return RgbImage.of(width, height, values);
    }

    /// Ice on the lens: thickest at the edges.
    ///
    /// @param cover from 0 to 1
    static RgbImage frost(RgbImage image, double cover, SplittableRandom random) {
        int width = image.width();
        int height = image.height();
        Field crystals = Field.of(width, height, Math.max(2, height / 6.0), 6, random);
        float[] values = image.floats();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double edge =
                        Math.max(Math.abs(2.0 * x / width - 1), Math.abs(2.0 * y / height - 1));
                double thick = Math.clamp(1.6 * crystals.at(x, y) - 0.5 + 0.6 * edge, 0, 1);
                float ice = (float) (cover * thick);
                for (int channel = 0; channel < 3; channel++) {
                    int at = 3 * (y * width + x) + channel;
                    values[at] += ice * (FROST[channel] - values[at]);
                }
            }
        }
        return RgbImage.of(width, height, values);
    }

    /// Fog: densest where the road is farthest, at mid height and above.
    ///
    /// @param density from 0 to 1
    static RgbImage fog(RgbImage image, double density, SplittableRandom random) {
        int width = image.width();
        int height = image.height();
        Field banks = Field.of(width, height, Math.max(2, width / 3.0), 5, random);
        float[] values = image.floats();
        for (int y = 0; y < height; y++) {
            double far = Math.min(1, 2 * (1 - (double) y / height));
            for (int x = 0; x < width; x++) {
                double thick = density * (0.4 + 0.4 * far + 0.4 * (banks.at(x, y) - 0.5));
                for (int channel = 0; channel < 3; channel++) {
                    int at = 3 * (y * width + x) + channel;
                    values[at] += (float) Math.clamp(thick, 0, 1) * (FOG - values[at]);
                }
            }
        }
        return RgbImage.of(width, height, values);
    }

    /// A low sun: everything is brighter.
    static RgbImage brightness(RgbImage image, double added) {
        float[] values = image.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) added;
        }
        return RgbImage.of(image.width(), image.height(), values);
    }
}
