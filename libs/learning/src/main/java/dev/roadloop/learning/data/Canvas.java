package dev.roadloop.learning.data;

import java.util.Arrays;

/// An image under construction, as a network takes it: a plane each of red, green and blue.
final class Canvas {

    /// Between black and white, as good as nothing to see.
    private static final float NOTHING = 114;

    private final int width;
    private final int height;
    private final float[] planes;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        planes = new float[3 * width * height];
        Arrays.fill(planes, NOTHING);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int pixels() {
        return width * height;
    }

    float get(int channel, int pixel) {
        return planes[channel * pixels() + pixel];
    }

    void set(int channel, int pixel, float value) {
        planes[channel * pixels() + pixel] = value;
    }

    /// Copies the values, rounded to bytes.
    void copyTo(byte[] bytes, int offset) {
        for (int i = 0; i < planes.length; i++) {
            bytes[offset + i] = (byte) Math.clamp(Math.round(planes[i]), 0, 255);
        }
    }
}
