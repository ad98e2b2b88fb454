package dev.roadloop.evaluate.robustness;

import java.util.SplittableRandom;

/// What sensors and lines add.
final class NoiseCorruptions {
    private static final double NORMAL_FROM = 20;

    private NoiseCorruptions() {}

    /// Noise of the electronics: the same everywhere.
    static RgbImage gaussian(RgbImage image, double deviation, SplittableRandom random) {
        float[] values = image.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (deviation * random.nextGaussian());
        }
        return RgbImage.of(image.width(), image.height(), values);
    }

    /// Noise of too little light: counts of photons.
    ///
    /// @param photons how many a white pixel stands for
    static RgbImage shot(RgbImage image, double photons, SplittableRandom random) {
        float[] values = image.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (poisson(values[i] * photons, random) / photons);
        }
        return RgbImage.of(image.width(), image.height(), values);
    }

    /// Dead and hot pixels.
    ///
    /// @param part of all values
    static RgbImage impulse(RgbImage image, double part, SplittableRandom random) {
        float[] values = image.floats();
        for (int i = 0; i < values.length; i++) {
            double drawn = random.nextDouble();
            float extreme = random.nextBoolean() ? 1 : 0;
            if (drawn < part) {
                values[i] = extreme;
            }
        }
        return RgbImage.of(image.width(), image.height(), values);
    }

    private static double poisson(double mean, SplittableRandom random) {
        if (mean > NORMAL_FROM) {
            return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        int count = -1;
        for (double product = 1; product > limit; count++) {
            product *= random.nextDouble();
        }
        return count;
    }
}
