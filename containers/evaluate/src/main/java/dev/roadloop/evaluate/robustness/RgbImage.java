package dev.roadloop.evaluate.robustness;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/// An image of 8 bits for each of red, green and blue, which never changes. Calculations take its
/// values as floats from 0 to 1, three a pixel, row by row.
public final class RgbImage {
    private final int width;
    private final int height;
    private final byte[] values;

    private RgbImage(int width, int height, byte[] values) {
        this.width = width;
        this.height = height;
        this.values = values;
    }

    /// Copies a decoded picture; transparency is dropped.
    public static RgbImage of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] values = new byte[Math.multiplyExact(3, width * height)];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int rgb : row) {
                values[at++] = (byte) (rgb >> 16);
                values[at++] = (byte) (rgb >> 8);
                values[at++] = (byte) rgb;
            }
        }
        return new RgbImage(width, height, values);
    }

    /// Copies pixels.
    ///
    /// @param bgr three bytes a pixel, blue first, row by row
    public static RgbImage ofBgr(int width, int height, byte[] bgr) {
        if (bgr.length != Math.multiplyExact(3, width * height)) {
            throw new IllegalArgumentException(
                    "expected %d bytes for %d x %d pixels, found %d"
                            .formatted(3 * width * height, width, height, bgr.length));
        }
        return new RgbImage(width, height, swapped(bgr));
    }

    /// A copy of the pixels: three bytes each, blue first, row by row.
    public byte[] bgr() {
        return swapped(values);
    }

    private static byte[] swapped(byte[] pixels) {
        byte[] swapped = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i += 3) {
            swapped[i] = pixels[i + 2];
            swapped[i + 1] = pixels[i + 1];
            swapped[i + 2] = pixels[i];
        }
        return swapped;
    }

    /// Rounds floats to bytes; what lies outside 0 to 1 is cut.
    ///
    /// @param floats three a pixel, row by row
    static RgbImage of(int width, int height, float[] floats) {
        if (floats.length != 3 * width * height) {
            throw new IllegalArgumentException(
                    "expected %d values for %d x %d pixels, found %d"
                            .formatted(3 * width * height, width, height, floats.length));
        }
        byte[] values = new byte[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.round(255 * Math.clamp(floats[i], 0f, 1f));
        }
        return new RgbImage(width, height, values);
    }

    /// In pixels.
    public int width() {
        return width;
    }

    /// In pixels.
    public int height() {
        return height;
    }

    /// The value of one channel of one pixel, 0 to 255.
    ///
    /// @param channel 0 red, 1 green, 2 blue
    public int value(int x, int y, int channel) {
        return values[3 * (y * width + x) + channel] & 0xFF;
    }

    /// A copy as floats from 0 to 1.
    float[] floats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (values[i] & 0xFF) / 255f;
        }
        return floats;
    }

    /// The image as a picture to encode or show.
    public BufferedImage toPicture() {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = value(x, y, 0) << 16 | value(x, y, 1) << 8 | value(x, y, 2);
            }
            picture.setRGB(0, y, width, 1, row, 0, width);
        }
        return picture;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage image
                && image.width == width
                && Arrays.equals(image.values, values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }
}
