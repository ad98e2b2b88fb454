package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.Road;

/// How much light reaches a point in one view: sky and sun by day, street lamps and the ego
/// vehicle's headlamps by night.
final class Lighting {

    private static final double LAMP_SPACING = 30;
    private static final double LAMP_D = 7.6;

    private final Atmosphere air;
    private final Road road;
    private final View view;

    /// The result of the last call: factors for red, green and blue.
    float red;

    float green;
    float blue;

    Lighting(Atmosphere air, Road road, View view) {
        this.air = air;
        this.road = road;
        this.view = view;
    }

    /// Light on a surface with unit normal n at a world point.
    void surface(double x, double y, double z, double nx, double ny, double nz) {
        double facing = Math.max(0, nx * air.sunX() + ny * air.sunY() + nz * air.sunZ());
        double sky = 0.72 + 0.28 * nz;
        red = (float) (air.ambient().red() * sky + air.sun().red() * facing);
        green = (float) (air.ambient().green() * sky + air.sun().green() * facing);
        blue = (float) (air.ambient().blue() * sky + air.sun().blue() * facing);
        if (air.night()) {
            double right = view.right(x, y);
            double depth = view.depth(x, y, z);
            double front = Math.max(0, -(nx * view.fx + ny * view.fy));
            double head =
                    headlamps(right, depth)
                            * (0.15 + 0.85 * front)
                            * (z > 1.1 ? Math.exp(-(z - 1.1) * 1.1) : 1);
            double lamp =
                    lamps(road.sAt(x, y), road.dAt(x, y)) * (0.55 + 0.45 * nz) * (z < 7 ? 1 : 0.15);
            add(head, lamp);
        }
    }

    /// Daylight on the ground where `shade` lies on it.
    void ground(byte shade) {
        float open = open(shade);
        float sun =
                shade == Picture.LIT
                        ? (float) air.sunZ()
                        : (float) (air.sunZ() * (1 - air.shadow()));
        if (shade == Picture.UNDER) {
            sun = 0;
        }
        red = air.ambient().red() * open + air.sun().red() * sun;
        green = air.ambient().green() * open + air.sun().green() * sun;
        blue = air.ambient().blue() * open + air.sun().blue() * sun;
    }

    /// Share of light from all sides that reaches the ground.
    static float open(byte shade) {
        return shade == Picture.UNDER ? 0.35f : 1;
    }

    /// Adds light of headlamps and street lamps to the result of the last call.
    void add(double head, double lamp) {
        red += (float) (1.0 * head + 0.95 * lamp);
        green += (float) (0.96 * head + 0.76 * lamp);
        blue += (float) (0.84 * head + 0.5 * lamp);
    }

    /// Light of the ego vehicle's headlamps.
    static double headlamps(double right, double depth) {
        if (depth < 1) {
            return 0;
        }
        double spread = 1.6 + 0.2 * depth;
        double side = right / spread;
        double reach = depth / 26;
        return 0.95 * Math.exp(-side * side) / (1 + reach * reach * reach);
    }

    /// Light of the street lamps at road coordinates.
    static double lamps(double s, double d) {
        return pool(s - 15, d + LAMP_D) + pool(s - 30, d - LAMP_D);
    }

    private static double pool(double ds, double dd) {
        double along = ds - LAMP_SPACING * Math.rint(ds / LAMP_SPACING);
        double squared = (along * along + dd * dd) / 42;
        return 0.55 / (1 + squared * Math.sqrt(squared));
    }
}
