package dev.roadloop.simdrive.render;

/// Fills triangles into a [Picture], with a depth test and interpolated light. A pixel belongs to a
/// triangle when its centre lies inside.
final class Rasterizer {

    /// Screen position, inverse depth, red, green, blue, fog and texture coordinates over depth of
    /// one corner.
    static final int CORNER = 9;

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
        if (y0 >= y1 || !slopes(c, top, mid, low)) {
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
                span(c, top, y, from, to, material, look, owner);
            }
        }
    }

    private boolean slopes(float[] c, int top, int mid, int low) {
        float dx1 = c[mid] - c[top];
        float dy1 = c[mid + 1] - c[top + 1];
        float dx2 = c[low] - c[top];
        float dy2 = c[low + 1] - c[top + 1];
        float area = dx1 * dy2 - dx2 * dy1;
        if (Math.abs(area) < 1e-4f) {
            return false;
        }
        float inverse = 1 / area;
        for (int i = 2; i < CORNER; i++) {
            float d1 = c[mid + i] - c[top + i];
            float d2 = c[low + i] - c[top + i];
            slopeX[i] = (d1 * dy2 - d2 * dy1) * inverse;
            slopeY[i] = (d2 * dx1 - d1 * dx2) * inverse;
        }
        return true;
    }

    private void span(
            float[] c, int base, int y, int from, int to, Material material, int look, int owner) {
        float dx = from + 0.5f - c[base];
        float dy = y + 0.5f - c[base + 1];
        float z = c[base + 2] + dx * slopeX[2] + dy * slopeY[2];
        float r = c[base + 3] + dx * slopeX[3] + dy * slopeY[3];
        float g = c[base + 4] + dx * slopeX[4] + dy * slopeY[4];
        float b = c[base + 5] + dx * slopeX[5] + dy * slopeY[5];
        float fog = c[base + 6] + dx * slopeX[6] + dy * slopeY[6];
        float u = c[base + 7] + dx * slopeX[7] + dy * slopeY[7];
        float v = c[base + 8] + dx * slopeX[8] + dy * slopeY[8];
        boolean textured = material == Material.FACADE || material == Material.FOLIAGE;
        int at = y * picture.width + from;
        for (int x = from; x < to; x++, at++) {
            if (z > picture.inverseDepth[at]) {
                float air = fog;
                if (!textured) {
                    put(
                            at,
                            z,
                            owner,
                            r + haze.red() * air,
                            g + haze.green() * air,
                            b + haze.blue() * air);
                } else if (material == Material.FACADE) {
                    float clear = Math.max(0.001f, 1 - air);
                    facade.shade(u / z, v / z, 1 / z, look, r / clear, g / clear, b / clear);
                    put(
                            at,
                            z,
                            owner,
                            facade.red * clear + haze.red() * air,
                            facade.green * clear + haze.green() * air,
                            facade.blue * clear + haze.blue() * air);
                } else {
                    float leaf = leaves.at(u / z * 46, v / z * 46, Noise.level(0.05 / z));
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
            }
            z += slopeX[2];
            r += slopeX[3];
            g += slopeX[4];
            b += slopeX[5];
            fog += slopeX[6];
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
