package dev.roadloop.evaluate.robustness;

/// Takes values between the pixels of an image; beyond its edge lies the edge.
final class Sampling {
    private final float[] values;
    private final int width;
    private final int height;

    Sampling(RgbImage image) {
        values = image.floats();
        width = image.width();
        height = image.height();
    }

    /// The value of a channel at a place, interpolated between the four pixels around it.
    float at(double x, double y, int channel) {
        double inX = Math.clamp(x, 0, width - 1.0);
        double inY = Math.clamp(y, 0, height - 1.0);
        int left = (int) inX;
        int top = (int) inY;
        int right = Math.min(left + 1, width - 1);
        int bottom = Math.min(top + 1, height - 1);
        float across = (float) (inX - left);
        float down = (float) (inY - top);
        float upper =
                values[3 * (top * width + left) + channel] * (1 - across)
                        + values[3 * (top * width + right) + channel] * across;
        float lower =
                values[3 * (bottom * width + left) + channel] * (1 - across)
                        + values[3 * (bottom * width + right) + channel] * across;
        return upper * (1 - down) + lower * down;
    }
}
