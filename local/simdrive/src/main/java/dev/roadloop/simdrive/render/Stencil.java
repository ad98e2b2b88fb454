package dev.roadloop.simdrive.render;

/// Fills triangles into a mask: shadows on the ground, and the silhouette an actor would have with
/// nothing in front.
final class Stencil {

    private Stencil() {}

    /// Sets every mask byte whose centre lies in the triangle to at least `value`.
    static void shade(
            byte[] mask, int width, int height, float[] xy, int a, int b, int c, byte value) {
        int[] rows = rows(xy, a, b, c, height);
        for (int y = rows[0]; y < rows[1]; y++) {
            long span = span(xy, a, b, c, y + 0.5f, width);
            for (int x = (int) (span >> 32), end = (int) span, at = y * width + x;
                    x < end;
                    x++, at++) {
                mask[at] = (byte) Math.max(mask[at], value);
            }
        }
    }

    /// Stamps `id` and counts the cells that did not carry it yet.
    static int stamp(int[] mask, int width, int height, float[] xy, int a, int b, int c, int id) {
        int fresh = 0;
        int[] rows = rows(xy, a, b, c, height);
        for (int y = rows[0]; y < rows[1]; y++) {
            long span = span(xy, a, b, c, y + 0.5f, width);
            for (int x = (int) (span >> 32), end = (int) span, at = y * width + x;
                    x < end;
                    x++, at++) {
                if (mask[at] != id) {
                    mask[at] = id;
                    fresh++;
                }
            }
        }
        return fresh;
    }

    private static int[] rows(float[] xy, int a, int b, int c, int height) {
        float low = Math.min(xy[a + 1], Math.min(xy[b + 1], xy[c + 1]));
        float high = Math.max(xy[a + 1], Math.max(xy[b + 1], xy[c + 1]));
        return new int[] {
            Math.max(0, Rasterizer.ceil(low)), Math.min(height, Rasterizer.ceil(high))
        };
    }

    private static long span(float[] xy, int a, int b, int c, float row, int width) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        int[] corners = {a, b, c};
        for (int i = 0; i < 3; i++) {
            int p = corners[i];
            int q = corners[(i + 1) % 3];
            float py = xy[p + 1];
            float qy = xy[q + 1];
            if (py <= row != qy <= row) {
                float x = xy[p] + (row - py) / (qy - py) * (xy[q] - xy[p]);
                low = Math.min(low, x);
                high = Math.max(high, x);
            }
        }
        if (low > high) {
            return 0;
        }
        int from = Math.max(0, Rasterizer.ceil(low));
        int to = Math.min(width, Rasterizer.ceil(high));
        return (long) from << 32 | Math.max(from, to);
    }
}
