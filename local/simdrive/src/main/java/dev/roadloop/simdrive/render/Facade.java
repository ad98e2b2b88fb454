package dev.roadloop.simdrive.render;

/// The pixels of a house front: windows with frames in a wall of plaster, shops on the ground
/// floor. Details fade into their mean as they get smaller than a pixel.
final class Facade {

    private static final double STOREY = 3.2;

    private final Noise plaster;
    private final boolean night;
    private final double focal;
    private final Paint sky;

    float red;
    float green;
    float blue;

    Facade(Noise plaster, Atmosphere air, double focal) {
        this.plaster = plaster;
        this.night = air.night();
        this.focal = focal;
        this.sky = air.haze().mix(air.zenith(), 0.35);
    }

    /// @param u metres along the wall
    /// @param v metres above the ground
    /// @param r the lit colour of the wall, not yet in haze
    void shade(double u, double v, double depth, int look, float r, float g, float b) {
        double footprint = depth / focal;
        float grain = 0.93f + 0.14f * plaster.at(u * 22, v * 22, Noise.level(footprint * 22));
        red = r * grain;
        green = g * grain;
        blue = b * grain;
        int column = (int) Math.floor(u / 3);
        double inU = u - column * 3;
        boolean shop = v < 3.4;
        int storey = shop ? 0 : (int) ((v - 3.4) / STOREY) + 1;
        double inV = shop ? v : v - 3.4 - (storey - 1) * STOREY;
        double left = shop ? 0.25 : 0.85 + (look & 3) * 0.06;
        double right = 3 - left;
        double bottom = shop ? 0.55 : 0.75;
        double top = shop ? 2.75 : 2.35 + (look >> 2 & 3) * 0.06;
        double edge =
                Math.min(Math.min(inU - left, right - inU), Math.min(inV - bottom, top - inV));
        double covered = edge / Math.max(footprint, 0.01) + 0.5;
        float inside = covered <= 0 ? 0 : covered >= 1 ? 1 : (float) covered;
        if (footprint > 0.35) {
            inside *= (float) Math.max(0.35, 1 - (footprint - 0.35));
        }
        if (inside > 0) {
            window(column, storey, inU, inV, edge, footprint, look, inside, r);
        } else if (edge > -0.12 && footprint < 0.2) {
            tone(1.14f);
        }
    }

    private void window(
            int column,
            int storey,
            double inU,
            double inV,
            double edge,
            double footprint,
            int look,
            float inside,
            float light) {
        int hash = hash(column * 31 + storey * 17 + look);
        boolean mullion =
                footprint < 0.06 && (edge < 0.07 || Math.abs(inU - 1.5) < 0.04 && storey > 0);
        float glassRed;
        float glassGreen;
        float glassBlue;
        if (night && (hash & 255) < (storey == 0 ? 150 : 80)) {
            float warm = 0.55f + (hash >> 8 & 63) / 150f;
            glassRed = warm;
            glassGreen = warm * 0.82f;
            glassBlue = warm * 0.5f;
        } else {
            float shine =
                    (float) (0.16 + 0.3 * inV / 3 + (hash >> 8 & 31) / 260.0) * (night ? 0.12f : 1);
            glassRed = sky.red() * shine;
            glassGreen = sky.green() * shine;
            glassBlue = sky.blue() * shine + 0.02f;
            if ((hash >> 16 & 7) == 0 && storey > 0) {
                glassRed = glassGreen = 0.72f * light;
                glassBlue = 0.66f * light;
            }
        }
        if (mullion) {
            float frame = 0.88f * Math.min(1, light * 1.15f);
            glassRed = glassGreen = glassBlue = frame;
        }
        red += (glassRed - red) * inside;
        green += (glassGreen - green) * inside;
        blue += (glassBlue - blue) * inside;
    }

    private void tone(float factor) {
        red *= factor;
        green *= factor;
        blue *= factor;
    }

    private static int hash(int value) {
        int h = value * 0x9E3779B1;
        h ^= h >>> 15;
        h *= 0x85EBCA77;
        return (h ^ h >>> 13) & 0x7FFFFFFF;
    }
}
