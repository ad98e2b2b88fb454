package dev.roadloop.redact;

import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PixelBox;

/// A picture on the heap, to paint canaries on: three bytes a pixel, blue, green and red.
final class Pixels {

    private static final double BLUE = 0.114;
    private static final double GREEN = 0.587;
    private static final double RED = 0.299;

    private final int width;
    private final int height;
    private final byte[] bgr;

    /// @param bgr kept, not copied
    Pixels(int width, int height, byte[] bgr) {
        if (bgr.length != 3L * width * height) {
            throw new IllegalArgumentException(
                    "expected %d x %d pixels of 3 bytes, found %d bytes"
                            .formatted(width, height, bgr.length));
        }
        this.width = width;
        this.height = height;
        this.bgr = bgr;
    }

    static Pixels of(Picture picture) {
        return new Pixels(picture.width(), picture.height(), picture.bgr());
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// The same in native memory; the caller closes it.
    Picture picture() {
        return Picture.ofBgr(width, height, bgr);
    }

    /// All of it.
    PixelBox whole() {
        return new PixelBox(0, 0, width, height);
    }

    /// The bytes, not a copy.
    byte[] bgr() {
        return bgr;
    }

    /// A colour value.
    ///
    /// @param channel 0 blue, 1 green, 2 red
    int get(int x, int y, int channel) {
        return bgr[(y * width + x) * 3 + channel] & 0xff;
    }

    /// Sets a colour value, cut to 0 to 255.
    void set(int x, int y, int channel, double value) {
        bgr[(y * width + x) * 3 + channel] = (byte) Math.clamp(Math.round(value), 0, 255);
    }

    /// The mean brightness in a box, 0 to 255.
    double brightness(PixelBox box) {
        double sum = 0;
        for (int y = box.y(); y < box.bottom(); y++) {
            for (int x = box.x(); x < box.right(); x++) {
                sum += BLUE * get(x, y, 0) + GREEN * get(x, y, 1) + RED * get(x, y, 2);
            }
        }
        return sum / box.area();
    }

    /// A part of the picture in another size, by the mean of what each new pixel covers, or by the
    /// nearest pixel where it grows.
    Pixels scaled(PixelBox box, int newWidth, int newHeight) {
        Pixels scaled = new Pixels(newWidth, newHeight, new byte[3 * newWidth * newHeight]);
        for (int y = 0; y < newHeight; y++) {
            int top = box.y() + y * box.h() / newHeight;
            int bottom = Math.max(top + 1, box.y() + (y + 1) * box.h() / newHeight);
            for (int x = 0; x < newWidth; x++) {
                int left = box.x() + x * box.w() / newWidth;
                int right = Math.max(left + 1, box.x() + (x + 1) * box.w() / newWidth);
                for (int channel = 0; channel < 3; channel++) {
                    scaled.set(x, y, channel, mean(left, top, right, bottom, channel));
                }
            }
        }
        return scaled;
    }

    private double mean(int left, int top, int right, int bottom, int channel) {
        long sum = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                sum += get(x, y, channel);
            }
        }
        return sum / (double) ((bottom - top) * (right - left));
    }
}
