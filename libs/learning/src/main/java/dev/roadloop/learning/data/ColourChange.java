package dev.roadloop.learning.data;

import java.util.random.RandomGenerator;

/// Other light and another camera: brightness, contrast, saturation, tint, and now and then a soft
/// lens. Moves no pixel.
final class ColourChange {

    private static final float[] LUMA = {0.299f, 0.587f, 0.114f};
    private static final double BLUR_SHARE = 0.15;

    private final RandomGenerator random;

    ColourChange(RandomGenerator random) {
        this.random = random;
    }

    void apply(Canvas canvas) {
        float contrast = (float) random.nextDouble(0.7, 1.3);
        float brightness = (float) random.nextDouble(-30, 30);
        float saturation = (float) random.nextDouble(0.5, 1.5);
        float[] tint = new float[3];
        for (int channel = 0; channel < 3; channel++) {
            tint[channel] = (float) random.nextDouble(0.92, 1.08);
        }
        for (int pixel = 0; pixel < canvas.pixels(); pixel++) {
            float red = canvas.get(0, pixel);
            float green = canvas.get(1, pixel);
            float blue = canvas.get(2, pixel);
            float grey = LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
            float base = 128 + (grey - 128) * contrast + brightness;
            float colour = saturation * contrast;
            canvas.set(0, pixel, tint[0] * (base + (red - grey) * colour));
            canvas.set(1, pixel, tint[1] * (base + (green - grey) * colour));
            canvas.set(2, pixel, tint[2] * (base + (blue - grey) * colour));
        }
        if (random.nextDouble() < BLUR_SHARE) {
            blur(canvas);
        }
    }

    /// The binomial filter of 3 by 3, rows first, then columns.
    private static void blur(Canvas canvas) {
        int width = canvas.width();
        int height = canvas.height();
        float[] line = new float[Math.max(width, height)];
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 0; row < height; row++) {
                smooth(canvas, channel, row * width, 1, width, line);
            }
            for (int column = 0; column < width; column++) {
                smooth(canvas, channel, column, width, height, line);
            }
        }
    }

    private static void smooth(
            Canvas canvas, int channel, int start, int step, int length, float[] line) {
        for (int i = 0; i < length; i++) {
            line[i] = canvas.get(channel, start + i * step);
        }
        for (int i = 0; i < length; i++) {
            float before = line[Math.max(0, i - 1)];
            float after = line[Math.min(length - 1, i + 1)];
            canvas.set(channel, start + i * step, (before + 2 * line[i] + after) / 4);
        }
    }
}
