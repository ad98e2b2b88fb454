package dev.roadloop.learning.data;

import java.util.random.RandomGenerator;

/// Other light and another camera: brightness, contrast, saturation, tint, and now and then a soft
/// lens. Moves no pixel.
final class ColourChange {

    private static final float LUMA_RED = 0.299f;
    private static final float LUMA_GREEN = 0.587f;
    private static final float LUMA_BLUE = 0.114f;
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
        float colour = saturation * contrast;
        float constant = 128 * (1 - contrast) + brightness;
        float[] planes = canvas.planes();
        int plane = canvas.pixels();
        for (int pixel = 0; pixel < plane; pixel++) {
            float red = planes[pixel];
            float green = planes[plane + pixel];
            float blue = planes[2 * plane + pixel];
            float grey = LUMA_RED * red + LUMA_GREEN * green + LUMA_BLUE * blue;
            float base = grey * (contrast - colour) + constant;
            planes[pixel] = tint[0] * (base + red * colour);
            planes[plane + pixel] = tint[1] * (base + green * colour);
            planes[2 * plane + pixel] = tint[2] * (base + blue * colour);
        }
        if (random.nextDouble() < BLUR_SHARE) {
            blur(canvas);
        }
    }

    /// The binomial filter of 3 by 3, rows first, then columns.
    private static void blur(Canvas canvas) {
        int width = canvas.width();
        float[] planes = canvas.planes();
        float[] above = new float[width];
        float[] here = new float[width];
        for (int channel = 0; channel < 3; channel++) {
            int start = channel * canvas.pixels();
            for (int row = 0; row < canvas.height(); row++) {
                System.arraycopy(planes, start + row * width, here, 0, width);
                smooth(here, planes, start + row * width);
            }
            System.arraycopy(planes, start, above, 0, width);
            for (int row = 0; row < canvas.height(); row++) {
                int at = start + row * width;
                int below = row + 1 < canvas.height() ? at + width : at;
                System.arraycopy(planes, at, here, 0, width);
                for (int i = 0; i < width; i++) {
                    planes[at + i] = (above[i] + 2 * here[i] + planes[below + i]) / 4;
                }
                float[] next = above;
                above = here;
                here = next;
            }
        }
    }

    private static void smooth(float[] line, float[] planes, int start) {
        int last = line.length - 1;
        for (int i = 1; i < last; i++) {
            planes[start + i] = (line[i - 1] + 2 * line[i] + line[i + 1]) / 4;
        }
        planes[start] = (3 * line[0] + line[Math.min(1, last)]) / 4;
        planes[start + last] = (line[Math.max(0, last - 1)] + 3 * line[last]) / 4;
    }
}
