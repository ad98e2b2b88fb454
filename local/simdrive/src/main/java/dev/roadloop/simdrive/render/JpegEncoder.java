package dev.roadloop.simdrive.render;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Encodes frames as baseline JPEG (ITU T.81) with halved colour in both directions and the
/// standard's own Huffman tables: byte for byte what ImageIO writes of the same pixels at this
/// quality, in less than half the time.
public final class JpegEncoder {

    /// The quality of 0.82 as a factor of the standard's quantisation tables.
    private static final float SCALE = 2 - 2 * 0.82f;

    private static final int MCU = 16;
    private static final int[] LUMINANCE = scaled(JpegTables.LUMINANCE);
    private static final int[] CHROMINANCE = scaled(JpegTables.CHROMINANCE);

    private final int[] pixels;
    private final int width;
    private final int height;

    /// Rows of one MCU: luminance in full, the colours in full and then halved.
    private final byte[] luma;

    private final byte[] blue;
    private final byte[] red;
    private final byte[] halfBlue;
    private final byte[] halfRed;
    private final int stride;
    private final JpegScan scan;

    private JpegEncoder(RenderedFrame frame) {
        pixels = frame.pixels();
        width = frame.width();
        height = frame.height();
        stride = (width + MCU - 1) / MCU * MCU;
        luma = new byte[stride * MCU];
        blue = new byte[stride * MCU];
        red = new byte[stride * MCU];
        halfBlue = new byte[stride * MCU / 4];
        halfRed = new byte[stride * MCU / 4];
        scan = new JpegScan(256 * 1024);
    }

    /// The frame as JPEG bytes.
    public static byte[] encode(RenderedFrame frame) {
        return new JpegEncoder(frame).encode();
    }

    private byte[] encode() {
        scan.raw(header(width, height));
        JpegScan.Component y = new JpegScan.Component(LUMINANCE, JpegTables.LUMINANCE_CODES);
        JpegScan.Component cb = new JpegScan.Component(CHROMINANCE, JpegTables.CHROMINANCE_CODES);
        JpegScan.Component cr = new JpegScan.Component(CHROMINANCE, JpegTables.CHROMINANCE_CODES);
        int blocksWide = (width + 7) / 8;
        int blocksHigh = (height + 7) / 8;
        for (int top = 0; top < height; top += MCU) {
            convert(top);
            for (int left = 0; left < width; left += MCU) {
                for (int block = 0; block < 4; block++) {
                    int x = left + (block & 1) * 8;
                    int row = block >> 1;
                    // Blocks beyond the edge carry nothing of the picture.
                    if (x / 8 < blocksWide && top / 8 + row < blocksHigh) {
                        scan.block(y, luma, row * 8 * stride + x, stride);
                    } else {
                        scan.filler(y);
                    }
                }
                scan.block(cb, halfBlue, left / 2, stride / 2);
                scan.block(cr, halfRed, left / 2, stride / 2);
            }
        }
        return scan.end();
    }

    /// Converts the rows of one MCU; what lies outside the picture repeats its edge.
    private void convert(int top) {
        for (int row = 0; row < MCU; row++) {
            int from = Math.min(top + row, height - 1) * width;
            int to = row * stride;
            for (int x = 0; x < width; x++) {
                int pixel = pixels[from + x];
                int r = pixel >> 16 & 255;
                int g = pixel >> 8 & 255;
                int b = pixel & 255;
                luma[to + x] = (byte) (19595 * r + 38470 * g + 7471 * b + 32768 >> 16);
                blue[to + x] = (byte) (-11059 * r - 21709 * g + 32768 * b + 8421375 >> 16);
                red[to + x] = (byte) (32768 * r - 27439 * g - 5329 * b + 8421375 >> 16);
            }
            for (int x = width; x < stride; x++) {
                luma[to + x] = luma[to + width - 1];
                blue[to + x] = blue[to + width - 1];
                red[to + x] = red[to + width - 1];
            }
        }
        int rows = Math.min(MCU / 2, (height - top + 1) / 2);
        for (int row = 0; row < MCU / 2; row++) {
            halve(blue, halfBlue, Math.min(row, rows - 1), row);
            halve(red, halfRed, Math.min(row, rows - 1), row);
        }
    }

    /// The mean of each four pixels; halves are rounded down and up in turn.
    private void halve(byte[] full, byte[] half, int from, int to) {
        int above = 2 * from * stride;
        int below = above + stride;
        int target = to * (stride / 2);
        for (int x = 0; x < stride / 2; x++) {
            int sum =
                    (full[above + 2 * x] & 255)
                            + (full[above + 2 * x + 1] & 255)
                            + (full[below + 2 * x] & 255)
                            + (full[below + 2 * x + 1] & 255);
            half[target + x] = (byte) (sum + 1 + (x & 1) >> 2);
        }
    }

    private static byte[] header(int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(700);
        bytes(out, 0xFF, 0xD8, 0xFF, 0xE0, 0, 16);
        out.writeBytes("JFIF\0".getBytes(StandardCharsets.US_ASCII));
        bytes(out, 1, 2, 0, 0, 1, 0, 1, 0, 0);
        quantisation(out, 0, LUMINANCE);
        quantisation(out, 1, CHROMINANCE);
        bytes(out, 0xFF, 0xC0, 0, 17, 8, height >> 8, height, width >> 8, width);
        bytes(out, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1);
        JpegTables.LUMINANCE_CODES.write(out, 0);
        JpegTables.CHROMINANCE_CODES.write(out, 1);
        bytes(out, 0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0);
        return out.toByteArray();
    }

    private static void quantisation(ByteArrayOutputStream out, int id, int[] table) {
        bytes(out, 0xFF, 0xDB, 0, 67, id);
        for (int place : JpegTables.ZIGZAG) {
            out.write(table[place]);
        }
    }

    static void bytes(ByteArrayOutputStream out, int... values) {
        for (int value : values) {
            out.write(value);
        }
    }

    private static int[] scaled(int[] table) {
        int[] scaled = new int[table.length];
        for (int i = 0; i < table.length; i++) {
            scaled[i] = (int) Math.clamp((long) (table[i] * SCALE + 0.5f), 1, 255);
        }
        return scaled;
    }
}
