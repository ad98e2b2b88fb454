package dev.roadloop.simdrive.render;

import java.util.Arrays;

/// The buffers of one frame, reused by one thread from frame to frame: colours, depths, and who or
/// what is seen in each pixel.
final class Picture {

    /// Shade mask: nothing between the ground and the light.
    static final byte LIT = 0;

    /// Shade mask: the sun does not reach here.
    static final byte SHADOW = 1;

    /// Shade mask: below an object, even the sky does not reach here.
    static final byte UNDER = 2;

    /// Levels of green between neighbours that a lens softens.
    private static final int STEP = 14;

    final int width;
    final int height;
    final int[] rgb;
    final float[] inverseDepth;

    /// Id of the actor seen, -1 for scenery, 0 for ground and sky.
    final int[] owner;

    final byte[] shade;

    /// Whether the surface of a road is seen.
    final boolean[] road;

    Picture(int width, int height) {
        this.width = width;
        this.height = height;
        rgb = new int[width * height];
        inverseDepth = new float[width * height];
        owner = new int[width * height];
        shade = new byte[width * height];
        road = new boolean[width * height];
    }

    void clear() {
        Arrays.fill(inverseDepth, 0);
        Arrays.fill(owner, 0);
        Arrays.fill(shade, LIT);
        Arrays.fill(road, false);
    }

    /// The colour of parts from 0 to 1, of which what lies beyond is cut off, up to ten thousand.
    static int pack(float red, float green, float blue) {
        return level(red) << 16 | level(green) << 8 | level(blue);
    }

    /// In the sum, whose unit is one, the whole part stands in the lowest bits: faster than a cast.
    private static int level(float part) {
        return clamp(Float.floatToRawIntBits(part * 255.5f + 8_388_607.5f) - 0x4B000000);
    }

    /// `value`, or the nearer end of 0 to 255.
    static int clamp(int value) {
        return Math.min(Math.max(value, 0), 255);
    }

    /// Softens steps between neighbours, as a lens does: one pass over pixels that differ a lot
    /// from the next one.
    void soften(int[] scratch) {
        System.arraycopy(rgb, 0, scratch, 0, rgb.length);
        for (int y = 1; y < height - 1; y++) {
            int from = y * width + 1;
            int before = scratch[from - 1] >> 8 & 255;
            int here = scratch[from] >> 8 & 255;
            for (int i = from, end = from + width - 2; i < end; i++) {
                int after = scratch[i + 1] >> 8 & 255;
                int above = scratch[i - width] >> 8 & 255;
                int below = scratch[i + width] >> 8 & 255;
                int most = Math.max(Math.max(after, before), Math.max(above, below));
                int least = Math.min(Math.min(after, before), Math.min(above, below));
                if (most - here > STEP || here - least > STEP) {
                    rgb[i] =
                            blend(
                                    scratch[i],
                                    scratch[i + 1],
                                    scratch[i - 1],
                                    scratch[i - width],
                                    scratch[i + width]);
                }
                before = here;
                here = after;
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
