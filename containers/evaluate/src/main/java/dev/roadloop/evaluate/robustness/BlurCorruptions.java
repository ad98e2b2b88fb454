package dev.roadloop.evaluate.robustness;

import java.util.SplittableRandom;

/// What optics and motion take away.
final class BlurCorruptions {
    private static final double ZOOM_STEP = 0.01;

    private BlurCorruptions() {}

    /// A lens out of focus: the mean over a disc, by running sums along rows.
    ///
    /// @param radius in pixels
    static RgbImage defocus(RgbImage image, double radius) {
        int width = image.width();
        int height = image.height();
        int reach = (int) Math.ceil(radius);
        float[] values = image.floats();
        double[] sums = sumsAlongRows(values, width, height);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    double sum = 0;
                    int count = 0;
                    for (int dy = -reach; dy <= reach; dy++) {
                        int half = (int) Math.sqrt(Math.max(0, radius * radius - dy * dy));
                        int row = y + dy;
                        if (row >= 0 && row < height && dy * dy <= radius * radius) {
                            int from = Math.max(0, x - half);
                            int to = Math.min(width, x + half + 1);
                            int base = 3 * row * (width + 1) + channel;
                            sum += sums[base + 3 * to] - sums[base + 3 * from];
                            count += to - from;
                        }
                    }
                    values[3 * (y * width + x) + channel] = (float) (sum / count);
                }
            }
        }
        return RgbImage.of(width, height, values);
    }

    private static double[] sumsAlongRows(float[] values, int width, int height) {
        double[] sums = new double[3 * (width + 1) * height];
        for (int y = 0; y < height; y++) {
            int base = 3 * y * (width + 1);
            for (int i = 0; i < 3 * width; i++) {
                sums[base + i + 3] = sums[base + i] + values[3 * y * width + i];
            }
        }
        return sums;
    }

    /// A wet or scratched pane: neighbours change places.
    ///
    /// @param reach in pixels
    static RgbImage glass(RgbImage image, double reach, SplittableRandom random) {
        Sampling sampling = new Sampling(image);
        float[] values = new float[3 * image.width() * image.height()];
        int at = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                double fromX = x + reach * (2 * random.nextDouble() - 1);
                double fromY = y + reach * (2 * random.nextDouble() - 1);
                for (int channel = 0; channel < 3; channel++) {
                    values[at++] = sampling.at(fromX, fromY, channel);
                }
            }
        }
        return RgbImage.of(image.width(), image.height(), values);
    }

    /// A shaken camera: the mean along a line.
    ///
    /// @param length in pixels
    static RgbImage motion(RgbImage image, double length, SplittableRandom random) {
        double angle = (random.nextDouble() - 0.5) * Math.PI / 2;
        int steps = (int) Math.ceil(length);
        return mean(
                image,
                steps + 1,
                (x, y, step) -> x + Math.cos(angle) * length * ((double) step / steps - 0.5),
                (x, y, step) -> y + Math.sin(angle) * length * ((double) step / steps - 0.5));
    }

    /// A fast drive towards what is seen: the mean of ever larger copies.
    ///
    /// @param most how much larger the largest is
    static RgbImage zoom(RgbImage image, double most) {
        double middleX = (image.width() - 1) / 2.0;
        double middleY = (image.height() - 1) / 2.0;
        return mean(
                image,
                (int) Math.round(most / ZOOM_STEP) + 1,
                (x, y, step) -> middleX + (x - middleX) / (1 + step * ZOOM_STEP),
                (x, y, step) -> middleY + (y - middleY) / (1 + step * ZOOM_STEP));
    }

    private interface Place {
        double of(int x, int y, int step);
    }

    private static RgbImage mean(RgbImage image, int steps, Place fromX, Place fromY) {
        Sampling sampling = new Sampling(image);
        float[] values = new float[3 * image.width() * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int at = 3 * (y * image.width() + x);
                for (int step = 0; step < steps; step++) {
                    double placeX = fromX.of(x, y, step);
                    double placeY = fromY.of(x, y, step);
                    for (int channel = 0; channel < 3; channel++) {
                        values[at + channel] += sampling.at(placeX, placeY, channel) / steps;
                    }
                }
            }
        }
        return RgbImage.of(image.width(), image.height(), values);
    }
}
