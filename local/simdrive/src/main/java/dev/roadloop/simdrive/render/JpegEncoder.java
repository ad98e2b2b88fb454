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

    /// Rows of one MCU: luminance in full, the colours in full and then halved; whole numbers.
    private final float[] luma;

    private final float[] blue;
    private final float[] red;
    private final float[] halfBlue;
    private final float[] halfRed;
    private final int stride;
    private final JpegScan scan;

    private JpegEncoder(RenderedFrame frame) {
        pixels = frame.pixels();
        width = frame.width();
        height = frame.height();
        stride = (width + MCU - 1) / MCU * MCU;
        luma = new float[stride * MCU];
        blue = new float[stride * MCU];
        red = new float[stride * MCU];
        halfBlue = new float[stride * MCU / 4];
        halfRed = new float[stride * MCU / 4];
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
            weigh(pixels, from, width, luma, to, 19595, 38470, 7471, 32768);
            weigh(pixels, from, width, blue, to, -11059, -21709, 32768, 8421375);
            weigh(pixels, from, width, red, to, 32768, -27439, -5329, 8421375);
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

    /// The weighted sums of a row's red, green and blue in parts of 65,536. One plane at a time,
    /// and of another type than the pixels: then the JVM takes many of them at once.
    private static void weigh(
            int[] pixels,
            int from,
            int width,
            float[] plane,
            int to,
            int red,
            int green,
            int blue,
            int base) {
        for (int x = 0; x < width; x++) {
            int pixel = pixels[from + x];
            int sum = red * (pixel >> 16 & 255) + green * (pixel >> 8 & 255) + blue * (pixel & 255);
            plane[to + x] = sum + base >> 16;
        }
    }

    /// The mean of each four pixels; halves are rounded down and up in turn.
    private void halve(float[] full, float[] half, int from, int to) {
        int above = 2 * from * stride;
        int below = above + stride;
        int target = to * (stride / 2);
        for (int x = 0; x < stride / 2; x++) {
            float sum =
                    full[above + 2 * x]
                            + full[above + 2 * x + 1]
                            + full[below + 2 * x]
                            + full[below + 2 * x + 1];
            half[target + x] = (int) sum + 1 + (x & 1) >> 2;
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
