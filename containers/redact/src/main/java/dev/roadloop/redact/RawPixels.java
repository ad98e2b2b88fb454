package dev.roadloop.redact;

import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureHeader;
import dev.roadloop.vision.PixelBox;
import java.util.Locale;

/// The pixels of a raw image message: shown to a detector in colour, and filled where something
/// private is, in the message's own pixel format, so that not a byte outside the boxes changes.
///
/// Source: sensor_msgs/image_encodings.hpp, foxglove.RawImage.
final class RawPixels {

    /// How pixels of a format repeat.
    ///
    /// @param bytes of one period in a row
    /// @param pixels of one period in a row
    /// @param rows of one period
    /// @param blue where the first pixel's blue lies in a row's period; green and red likewise
    /// @param wide whether values have 16 bits
    private record Format(
            int bytes, int pixels, int rows, int blue, int green, int red, boolean wide) {
        static Format packed(int bytes, int blue, int green, int red) {
            return new Format(bytes, 1, 1, blue, green, red, false);
        }
    }

    private final PictureMessage message;
    private final Format format;
    private final int width;
    private final int height;
    private final int step;

    private RawPixels(PictureMessage message, Format format, int width, int height, int step) {
        this.message = message;
        this.format = format;
        this.width = width;
        this.height = height;
        this.step = step;
    }

    /// @throws UnusablePicture if the encoding is unknown, or the size contradicts the bytes
    static RawPixels of(PictureMessage message) throws UnusablePicture {
        Format format = format(message.encoding());
        long width = message.width();
        long height = message.height();
        if (width < 1 || height < 1 || width > PictureHeader.MAX_PIXELS / height) {
            throw new UnusablePicture(
                    "expected 1 to %d pixels, found %d x %d"
                            .formatted(PictureHeader.MAX_PIXELS, width, height));
        }
        long least = Math.ceilDiv(width, format.pixels) * format.bytes;
        long step = message.step() == 0 ? least : message.step();
        if (step < least
                || step > Integer.MAX_VALUE
                || step * (height - 1) + least > message.content().length) {
            throw new UnusablePicture(
                    "expected %d x %d pixels of %s in rows of %d bytes, found rows of %d and %d bytes in all"
                            .formatted(
                                    width,
                                    height,
                                    message.encoding(),
                                    least,
                                    step,
                                    message.content().length));
        }
        return new RawPixels(message, format, (int) width, (int) height, (int) step);
    }

    private static Format format(String encoding) throws UnusablePicture {
        String name = encoding.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "mono8", "8uc1" -> Format.packed(1, 0, 0, 0);
            case "bgr8", "8uc3" -> Format.packed(3, 0, 1, 2);
            case "rgb8" -> Format.packed(3, 2, 1, 0);
            case "bgra8", "8uc4" -> Format.packed(4, 0, 1, 2);
            case "rgba8" -> Format.packed(4, 2, 1, 0);
            case "mono16", "16uc1" -> new Format(2, 1, 1, 0, 0, 0, true);
            case "bayer_rggb8", "bayer_bggr8", "bayer_gbrg8", "bayer_grbg8" ->
                    new Format(2, 2, 2, 0, 0, 0, false);
            // Brightness is each second byte; that is what detectors look at.
            case "yuv422", "uyvy", "yuv422_uyvy" -> new Format(4, 2, 1, 1, 1, 1, false);
            case "yuv422_yuy2", "yuyv", "yuy2" -> new Format(4, 2, 1, 0, 0, 0, false);
            default ->
                    throw new UnusablePicture(
                            "expected pixels in a known encoding, found '" + encoding + "'");
        };
    }

    /// The picture in colour, or in grey where the format has colours that are not looked at.
    Picture picture() {
        return picture(message.content());
    }

    /// The same of other bytes in the same format.
    Picture picture(byte[] data) {
        byte[] bgr = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        int shift = format.wide ? brightest(message.content()) : 0;
        int at = 0;
        for (int y = 0; y < height; y++) {
            int row = y * step;
            for (int x = 0; x < width; x++) {
                int pixel = row + x * format.bytes / format.pixels;
                if (format.wide) {
                    byte grey = (byte) (value(data, pixel) >> shift);
                    bgr[at] = grey;
                    bgr[at + 1] = grey;
                    bgr[at + 2] = grey;
                } else {
                    bgr[at] = data[pixel + format.blue];
                    bgr[at + 1] = data[pixel + format.green];
                    bgr[at + 2] = data[pixel + format.red];
                }
                at += 3;
            }
        }
        return Picture.ofBgr(width, height, bgr);
    }

    /// How far 16 bits are shifted so that the brightest pixel fits 8.
    private int brightest(byte[] data) {
        int most = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                most = Math.max(most, value(data, y * step + 2 * x));
            }
        }
        return Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(most) - Byte.SIZE);
    }

    private int value(byte[] data, int at) {
        int high = data[message.bigEndian() ? at : at + 1] & 0xff;
        int low = data[message.bigEndian() ? at + 1 : at] & 0xff;
        return high << 8 | low;
    }

    /// The picture's bytes with boxes filled with their mean colour, one colour for each box.
    byte[] filled(Iterable<PixelBox> boxes) {
        byte[] data = message.content().clone();
        for (PixelBox box : boxes) {
            fill(data, box);
        }
        return data;
    }

    private void fill(byte[] data, PixelBox box) {
        int firstByte = box.x() / format.pixels * format.bytes;
        int lastByte = Math.ceilDiv(Math.min(box.right(), width), format.pixels) * format.bytes;
        int bottom = Math.min(box.bottom(), height);
        int unit = format.wide ? 2 : 1;
        for (int phaseRow = 0; phaseRow < format.rows; phaseRow++) {
            int top = box.y() + Math.floorMod(phaseRow - box.y(), format.rows);
            for (int phase = 0; phase < format.bytes; phase += unit) {
                long sum = 0;
                long count = 0;
                for (int y = top; y < bottom; y += format.rows) {
                    for (int x = firstByte + phase; x < lastByte; x += format.bytes) {
                        sum += format.wide ? value(data, y * step + x) : data[y * step + x] & 0xff;
                        count++;
                    }
                }
                int mean = count == 0 ? 0 : (int) (sum / count);
                for (int y = top; y < bottom; y += format.rows) {
                    for (int x = firstByte + phase; x < lastByte; x += format.bytes) {
                        put(data, y * step + x, mean);
                    }
                }
            }
        }
    }

    private void put(byte[] data, int at, int value) {
        if (!format.wide) {
            data[at] = (byte) value;
            return;
        }
        data[message.bigEndian() ? at : at + 1] = (byte) (value >> 8);
        data[message.bigEndian() ? at + 1 : at] = (byte) value;
    }
}
