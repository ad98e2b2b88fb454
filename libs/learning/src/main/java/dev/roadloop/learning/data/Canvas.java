package dev.roadloop.learning.data;

import java.util.Arrays;

/// An image under construction, as a network takes it: a plane each of red, green and blue.
final class Canvas {

    private static final float NOTHING = BatchMaker.NOTHING;

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

    /// The values themselves, plane by plane, each row by row.
    float[] planes() {
        return planes;
    }

    /// Copies the values, rounded to bytes.
    void copyTo(byte[] bytes, int offset) {
        float[] from = planes;
        for (int i = 0; i < from.length; i++) {
            // A form that the JVM does for many values at once.
            bytes[offset + i] = (byte) (int) (Math.min(Math.max(from[i], 0), 255) + 0.5f);
        }
    }
}
