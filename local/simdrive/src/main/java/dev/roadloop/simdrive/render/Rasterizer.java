package dev.roadloop.simdrive.render;

/// Fills triangles into a [Picture], with a depth test and interpolated light. A pixel belongs to a
/// triangle when its centre lies inside.
final class Rasterizer {

    /// Screen position, inverse depth, red, green, blue, fog and texture coordinates over depth of
    /// one corner.
    static final int CORNER = 9;

    /// The first of the texture coordinates, which only textured triangles use.
    private static final int TEXTURE = 7;

    private final Picture picture;
    private final Facade facade;
    private final Noise leaves;
    private final float[] slopeX = new float[CORNER];
    private final float[] slopeY = new float[CORNER];
    private Paint haze = Paint.grey(0.7);

    Rasterizer(Picture picture, Facade facade, Noise leaves) {
        this.picture = picture;
        this.facade = facade;
        this.leaves = leaves;
    }

    void airColour(Paint colour) {
        haze = colour;
    }

    /// @param c three corners of [#CORNER] floats each: x, y, 1/z, r, g, b, fog, u/z, v/z
    void triangle(float[] c, int a, int b, int d, Material material, int look, int owner) {
        int top = a;
        int mid = b;
        int low = d;
        if (c[mid + 1] < c[top + 1]) {
            int t = top;
            top = mid;
            mid = t;
        }
        if (c[low + 1] < c[top + 1]) {
            int t = top;
            top = low;
            low = t;
        }
        if (c[low + 1] < c[mid + 1]) {
            int t = mid;
            mid = low;
            low = t;
        }
        int y0 = Math.max(0, ceil(c[top + 1]));
        int y1 = Math.min(picture.height, ceil(c[low + 1]));
        boolean textured = material == Material.FACADE || material == Material.FOLIAGE;
        if (y0 >= y1 || !slopes(c, top, mid, low, textured ? CORNER : TEXTURE)) {
            return;
        }
        float longSlope = (c[low] - c[top]) / (c[low + 1] - c[top + 1]);
        for (int y = y0; y < y1; y++) {
            float centre = y + 0.5f;
            float x0 = c[top] + (centre - c[top + 1]) * longSlope;
            float x1 =
                    centre < c[mid + 1]
                            ? c[top]
                                    + (centre - c[top + 1])
                                            * (c[mid] - c[top])
                                            / (c[mid + 1] - c[top + 1])
                            : c[mid]
                                    + (centre - c[mid + 1])
                                            * (c[low] - c[mid])
                                            / Math.max(1e-6f, c[low + 1] - c[mid + 1]);
            int from = Math.max(0, ceil(Math.min(x0, x1)));
            int to = Math.min(picture.width, ceil(Math.max(x0, x1)));
            if (from < to) {
                switch (material) {
                    case FACADE -> wall(c, top, y, from, to, look, owner);
                    case FOLIAGE -> leaves(c, top, y, from, to, owner);
                    default -> plain(c, top, y, from, to, owner);
                }
            }
        }
    }

    private boolean slopes(float[] c, int top, int mid, int low, int parts) {
        float dx1 = c[mid] - c[top];
        float dy1 = c[mid + 1] - c[top + 1];
        float dx2 = c[low] - c[top];
        float dy2 = c[low + 1] - c[top + 1];
        float area = dx1 * dy2 - dx2 * dy1;
        if (Math.abs(area) < 1e-4f) {
            return false;
        }
        float inverse = 1 / area;
        for (int i = 2; i < parts; i++) {
            float d1 = c[mid + i] - c[top + i];
            float d2 = c[low + i] - c[top + i];
            slopeX[i] = (d1 * dy2 - d2 * dy1) * inverse;
            slopeY[i] = (d2 * dx1 - d1 * dx2) * inverse;
        }
        return true;
    }

    /// The value of part `i` of a triangle at a pixel's centre.
    private float value(float[] c, int base, int i, int x, int y) {
        return c[base + i]
                + (x + 0.5f - c[base]) * slopeX[i]
                + (y + 0.5f - c[base + 1]) * slopeY[i];
    }

    private void plain(float[] c, int base, int y, int from, int to, int owner) {
        float[] depths = picture.inverseDepth;
        float z = value(c, base, 2, from, y);
        float air = value(c, base, 6, from, y);
        float r = value(c, base, 3, from, y) + haze.red() * air;
        float g = value(c, base, 4, from, y) + haze.green() * air;
        float b = value(c, base, 5, from, y) + haze.blue() * air;
        float dz = slopeX[2];
        float dr = slopeX[3] + haze.red() * slopeX[6];
        float dg = slopeX[4] + haze.green() * slopeX[6];
        float db = slopeX[5] + haze.blue() * slopeX[6];
        int row = y * picture.width;
        for (int at = row + from, end = row + to; at < end; at++) {
            if (z > depths[at]) {
                depths[at] = z;
                picture.owner[at] = owner;
                picture.rgb[at] = Picture.pack(r, g, b);
            }
            z += dz;
            r += dr;
            g += dg;
            b += db;
        }
    }

    private void wall(float[] c, int base, int y, int from, int to, int look, int owner) {
        float z = value(c, base, 2, from, y);
        float r = value(c, base, 3, from, y);
        float g = value(c, base, 4, from, y);
        float b = value(c, base, 5, from, y);
        float air = value(c, base, 6, from, y);
        float u = value(c, base, 7, from, y);
        float v = value(c, base, 8, from, y);
        int row = y * picture.width;
        for (int at = row + from, end = row + to; at < end; at++) {
            if (z > picture.inverseDepth[at]) {
                float clear = Math.max(0.001f, 1 - air);
                float whole = 1 / clear;
                float depth = 1 / z;
                facade.shade(u * depth, v * depth, depth, look, r * whole, g * whole, b * whole);
                put(
                        at,
                        z,
                        owner,
                        facade.red * clear + haze.red() * air,
                        facade.green * clear + haze.green() * air,
                        facade.blue * clear + haze.blue() * air);
            }
            z += slopeX[2];
            r += slopeX[3];
            g += slopeX[4];
            b += slopeX[5];
            air += slopeX[6];
            u += slopeX[7];
            v += slopeX[8];
        }
    }

    private void leaves(float[] c, int base, int y, int from, int to, int owner) {
        float z = value(c, base, 2, from, y);
        float r = value(c, base, 3, from, y);
        float g = value(c, base, 4, from, y);
        float b = value(c, base, 5, from, y);
        float air = value(c, base, 6, from, y);
        float u = value(c, base, 7, from, y);
        float v = value(c, base, 8, from, y);
        int level = Noise.level(0.05 / (z + (to - from) / 2 * slopeX[2]));
        int row = y * picture.width;
        for (int at = row + from, end = row + to; at < end; at++) {
            if (z > picture.inverseDepth[at]) {
                float scale = 46 / z;
                float leaf = leaves.at(u * scale, v * scale, level);
                if (leaf > 0.44f) {
                    float tone = 0.35f + 1.25f * leaf;
                    put(
                            at,
                            z,
                            owner,
                            r * tone + haze.red() * air,
                            g * tone + haze.green() * air,
                            b * tone + haze.blue() * air);
                }
            }
            z += slopeX[2];
            r += slopeX[3];
            g += slopeX[4];
            b += slopeX[5];
            air += slopeX[6];
            u += slopeX[7];
            v += slopeX[8];
        }
    }

    private void put(int at, float z, int owner, float r, float g, float b) {
        picture.inverseDepth[at] = z;
        picture.owner[at] = owner;
        picture.rgb[at] = Picture.pack(r, g, b);
    }

    static int ceil(float value) {
        return (int) Math.ceil(value - 0.5f);
    }
}
