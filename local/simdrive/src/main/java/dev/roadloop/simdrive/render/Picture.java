package dev.roadloop.simdrive.render;

import java.util.Arrays;

/// The buffers of one frame, reused by one thread from frame to frame: colours, depths and who is
/// seen in each pixel.
final class Picture {

    /// Shade mask: nothing between the ground and the light.
    static final byte LIT = 0;

    /// Shade mask: the sun does not reach here.
    static final byte SHADOW = 1;

    /// Shade mask: below an object, even the sky does not reach here.
    static final byte UNDER = 2;

    final int width;
    final int height;
    final int[] rgb;
    final float[] inverseDepth;

    /// Id of the actor seen, -1 for scenery, 0 for ground and sky.
    final int[] owner;

    final byte[] shade;

    Picture(int width, int height) {
        this.width = width;
        this.height = height;
        rgb = new int[width * height];
        inverseDepth = new float[width * height];
        owner = new int[width * height];
        shade = new byte[width * height];
    }

    void clear() {
        Arrays.fill(inverseDepth, 0);
        Arrays.fill(owner, 0);
        Arrays.fill(shade, LIT);
    }

    static int pack(float red, float green, float blue) {
        int r = (int) (red * 255.5f);
        int g = (int) (green * 255.5f);
        int b = (int) (blue * 255.5f);
        r = r < 0 ? 0 : Math.min(r, 255);
        g = g < 0 ? 0 : Math.min(g, 255);
        b = b < 0 ? 0 : Math.min(b, 255);
        return r << 16 | g << 8 | b;
    }

    /// Softens steps between neighbours, as a lens does: one pass over pixels that differ a lot
    /// from the next one.
    void soften(int[] scratch) {
        System.arraycopy(rgb, 0, scratch, 0, rgb.length);
        for (int y = 1; y < height - 1; y++) {
            int row = y * width;
            for (int x = 1; x < width - 1; x++) {
                int i = row + x;
                int c = scratch[i];
                int e = scratch[i + 1];
                int w = scratch[i - 1];
                int n = scratch[i - width];
                int s = scratch[i + width];
                int g = c >> 8 & 255;
                int most =
                        Math.max(
                                Math.max(
                                        Math.abs(g - (e >> 8 & 255)), Math.abs(g - (w >> 8 & 255))),
                                Math.max(
                                        Math.abs(g - (n >> 8 & 255)),
                                        Math.abs(g - (s >> 8 & 255))));
                if (most > 14) {
                    rgb[i] = blend(c, e, w, n, s);
                }
            }
        }
    }

    private static int blend(int c, int e, int w, int n, int s) {
        int redBlue =
                ((c & 0xFF00FF) * 4
                                        + (e & 0xFF00FF)
                                        + (w & 0xFF00FF)
                                        + (n & 0xFF00FF)
                                        + (s & 0xFF00FF))
                                >> 3
                        & 0xFF00FF;
        int green =
                ((c & 0xFF00) * 4 + (e & 0xFF00) + (w & 0xFF00) + (n & 0xFF00) + (s & 0xFF00)) >> 3
                        & 0xFF00;
        return redBlue | green;
    }
}
