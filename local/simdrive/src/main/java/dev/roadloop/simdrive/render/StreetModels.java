package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.Scenery;
import java.util.SplittableRandom;

/// Meshes of what stands beside and on the road.
final class StreetModels {

    private static final int[] WALLS = {
        0xC9B79C, 0xB98F74, 0xD8D2C4, 0xA9A39A, 0xC7A27C, 0x9C6B55, 0xBFC3BD, 0xD9C48F
    };
    private static final int[] LEAVES = {0x4F6B2C, 0x5A7A33, 0x3F5B28, 0x6B7F35};
    private static final int[] ROOFS = {0x6B3B2F, 0x4A4644, 0x7A4A36};

    private StreetModels() {}

    static Mesh of(Scenery item) {
        MeshBuilder mesh = new MeshBuilder();
        switch (item.kind()) {
            case BUILDING -> building(mesh, item);
            case TREE -> tree(mesh, item);
            case LAMP -> lamp(mesh, item);
            case SIGN -> sign(mesh, item);
            case HEDGE -> hedge(mesh, item);
        }
        return mesh.build(item.look());
    }

    private static void building(MeshBuilder mesh, Scenery item) {
        double x = item.length() / 2;
        double y = item.width() / 2;
        double h = item.height();
        Paint wall = Paint.pick(WALLS, item.look());
        // Local y points away from the road on the right-hand side once turned, so the front is at
        // +y.
        int columns = Math.max(2, (int) Math.round(item.length() / 3));
        for (int i = 0; i < columns; i++) {
            double from = x - 2 * x * i / columns;
            double to = x - 2 * x * (i + 1) / columns;
            facade(mesh, new double[] {from, y}, new double[] {to, y}, h, wall, 3.0 * i);
        }
        int deep = Math.max(2, (int) Math.round(item.width() / 3));
        for (int i = 0; i < deep; i++) {
            double from = -y + 2 * y * i / deep;
            double to = -y + 2 * y * (i + 1) / deep;
            facade(
                    mesh,
                    new double[] {x, from},
                    new double[] {x, to},
                    h,
                    wall.times(0.94),
                    100 + 3.0 * i);
            facade(
                    mesh,
                    new double[] {-x, -from},
                    new double[] {-x, -to},
                    h,
                    wall.times(0.94),
                    200 + 3.0 * i);
        }
        Paint roof = Paint.pick(ROOFS, item.look() / 7);
        double ridge = h + 2.4;
        double over = 0.35;
        mesh.quad(
                new double[] {x, y + over, h - 0.1},
                new double[] {-x, y + over, h - 0.1},
                new double[] {-x, 0, ridge},
                new double[] {x, 0, ridge},
                roof,
                Material.PLAIN);
        mesh.quad(
                new double[] {-x, -y, h},
                new double[] {x, -y, h},
                new double[] {x, 0, ridge},
                new double[] {-x, 0, ridge},
                roof,
                Material.PLAIN);
        for (int end = -1; end <= 1; end += 2) {
            int a = mesh.vertex(end * x, -y, h, end, 0, 0, wall, 0, 0);
            mesh.vertex(end * x, y, h, end, 0, 0, wall, 0, 0);
            mesh.vertex(end * x, 0, ridge, end, 0, 0, wall, 0, 0);
            mesh.triangle(a, a + 1, a + 2, Material.PLAIN);
        }
        mesh.box(-x, y, 0, x, y + 0.06, 0.7, wall.times(0.55));
        mesh.box(-x, y, 3.55, x, y + 0.12, 3.75, wall.mix(Paint.grey(0.9), 0.5));
        mesh.box(-x, y, h - 0.35, x, y + 0.28, h - 0.1, wall.mix(Paint.grey(0.9), 0.4));
    }

    private static void facade(
            MeshBuilder mesh, double[] from, double[] to, double height, Paint wall, double u) {
        double length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        double nx = (to[1] - from[1]) / length;
        double ny = -(to[0] - from[0]) / length;
        double[] levels = {0, 2.2, 4.5, height};
        for (int i = 0; i < 3; i++) {
            double low = levels[i];
            double high = levels[i + 1];
            // Ambient light reaches less of the wall near the ground.
            Paint base = wall.times(0.82 + 0.18 * Math.min(1, low / 4.5));
            Paint top = wall.times(0.82 + 0.18 * Math.min(1, high / 4.5));
            int a = mesh.vertex(from[0], from[1], low, nx, ny, 0, base, u, low);
            mesh.vertex(to[0], to[1], low, nx, ny, 0, base, u + 3, low);
            mesh.vertex(to[0], to[1], high, nx, ny, 0, top, u + 3, high);
            mesh.vertex(from[0], from[1], high, nx, ny, 0, top, u, high);
            mesh.triangle(a, a + 1, a + 2, Material.FACADE);
            mesh.triangle(a, a + 2, a + 3, Material.FACADE);
        }
    }

    private static void tree(MeshBuilder mesh, Scenery item) {
        SplittableRandom random = new SplittableRandom(item.look());
        double r = item.length() / 2;
        double h = item.height();
        Paint leaf = Paint.pick(LEAVES, item.look());
        mesh.tube(
                new double[] {0, 0, 0},
                new double[] {0.1, 0.05, h * 0.5},
                0.17,
                0.11,
                Paint.hex(0x5A4735));
        mesh.tube(
                new double[] {0.1, 0.05, h * 0.42},
                new double[] {r * 0.5, r * 0.2, h * 0.62},
                0.08,
                0.04,
                Paint.hex(0x5A4735));
        mesh.tube(
                new double[] {0.1, 0.05, h * 0.42},
                new double[] {-r * 0.4, -r * 0.3, h * 0.64},
                0.08,
                0.04,
                Paint.hex(0x5A4735));
        for (int i = 0; i < 22; i++) {
            double angle = 2.4 * i + random.nextDouble();
            double out = r * 0.68 * Math.sqrt((i + 0.3) / 22.0);
            double crown = Math.sqrt(1 - out * out / (r * r));
            double z = h * (0.64 + 0.26 * crown * (random.nextDouble() * 2 - 0.9));
            double size = r * (0.24 + 0.12 * random.nextDouble());
            Paint shade =
                    leaf.times(0.72 + 0.42 * (z / h - 0.45) / 0.4 + 0.12 * random.nextDouble());
            mesh.ball(
                    out * Math.cos(angle),
                    out * Math.sin(angle),
                    z,
                    size,
                    size,
                    size * 0.85,
                    shade,
                    Material.FOLIAGE);
        }
    }

    private static void hedge(MeshBuilder mesh, Scenery item) {
        Paint leaf = Paint.pick(LEAVES, item.look()).times(0.8);
        SplittableRandom random = new SplittableRandom(item.look());
        for (double x = -item.length() / 2 + 0.6; x < item.length() / 2 - 0.4; x += 0.9) {
            mesh.ball(
                    x,
                    0,
                    item.height() * 0.45,
                    0.62,
                    item.width() / 2,
                    item.height() * 0.5,
                    leaf.times(0.85 + 0.3 * random.nextDouble()),
                    Material.FOLIAGE);
        }
    }

    private static void lamp(MeshBuilder mesh, Scenery item) {
        Paint steel = Paint.hex(0x5C6064);
        double h = item.height();
        mesh.tube(new double[] {0, 0, 0}, new double[] {0, 0, h}, 0.09, 0.05, steel);
        mesh.tube(
                new double[] {0, 0, h - 0.1}, new double[] {2.0, 0, h + 0.15}, 0.045, 0.035, steel);
        mesh.box(1.7, -0.14, h + 0.06, 2.4, 0.14, h + 0.18, steel);
        mesh.box(1.75, -0.12, h + 0.02, 2.35, 0.12, h + 0.06, Paint.hex(0xFFE9B8), Material.GLOW);
    }

    private static void sign(MeshBuilder mesh, Scenery item) {
        mesh.tube(
                new double[] {0, 0, 0},
                new double[] {0, 0, item.height()},
                0.035,
                0.035,
                Paint.CHROME);
        double z = item.height() - 0.35;
        mesh.tube(
                new double[] {-0.05, 0, z},
                new double[] {-0.03, 0, z},
                0.34,
                0.34,
                Paint.hex(0xB8201C));
        mesh.tube(
                new double[] {-0.06, 0, z},
                new double[] {-0.045, 0, z},
                0.26,
                0.26,
                Paint.grey(0.93));
        mesh.box(-0.075, -0.13, z - 0.09, -0.06, -0.03, z + 0.1, Paint.grey(0.08));
        mesh.box(-0.075, 0.03, z - 0.09, -0.06, 0.13, z + 0.1, Paint.grey(0.08));
    }

    /// A traffic light that faces traffic coming from behind it, with one lamp lit.
    static Mesh trafficLight(boolean red) {
        MeshBuilder mesh = new MeshBuilder();
        mesh.tube(
                new double[] {0.1, 0, 0},
                new double[] {0.1, 0, 3.5},
                0.07,
                0.06,
                Paint.hex(0x4A4E50));
        mesh.box(-0.16, -0.19, 2.5, 0.08, 0.19, 3.55, Paint.grey(0.08));
        int[] lit = {0xFF2A1A, 0xFFB020, 0x28E878};
        for (int i = 0; i < 3; i++) {
            boolean on = red ? i == 0 : i == 2;
            double z = 3.36 - 0.33 * i;
            mesh.tube(
                    new double[] {-0.2, 0, z},
                    new double[] {-0.15, 0, z},
                    0.115,
                    0.115,
                    Paint.grey(0.05));
            Paint paint = Paint.hex(lit[i]).times(on ? 1 : 0.22);
            int centre = mesh.vertex(-0.21, 0, z, -1, 0, 0, paint, 0, 0);
            for (int k = 0; k <= 10; k++) {
                double angle = 2 * Math.PI * k / 10;
                mesh.vertex(
                        -0.21,
                        0.1 * Math.cos(angle),
                        z + 0.1 * Math.sin(angle),
                        -1,
                        0,
                        0,
                        paint,
                        0,
                        0);
            }
            for (int k = 1; k <= 10; k++) {
                mesh.triangle(
                        centre, centre + k, centre + k + 1, on ? Material.GLOW : Material.PLAIN);
            }
        }
        return mesh.build(0);
    }

    static Mesh cone() {
        MeshBuilder mesh = new MeshBuilder();
        Paint orange = Paint.hex(0xE8541A);
        mesh.box(-0.19, -0.19, 0, 0.19, 0.19, 0.04, Paint.grey(0.12));
        mesh.tube(new double[] {0, 0, 0.04}, new double[] {0, 0, 0.3}, 0.15, 0.105, orange);
        mesh.tube(
                new double[] {0, 0, 0.3}, new double[] {0, 0, 0.5}, 0.105, 0.07, Paint.grey(0.92));
        return mesh.tube(new double[] {0, 0, 0.5}, new double[] {0, 0, 0.74}, 0.07, 0.03, orange)
                .build(0);
    }

    static Mesh barrier() {
        MeshBuilder mesh = new MeshBuilder();
        for (int i = 0; i < 8; i++) {
            Paint paint = i % 2 == 0 ? Paint.hex(0xC22018) : Paint.grey(0.92);
            mesh.box(-0.03, -1.18 + 0.295 * i, 0.7, 0.03, -1.18 + 0.295 * (i + 1), 1.02, paint);
        }
        for (double y : new double[] {-0.95, 0.95}) {
            mesh.box(-0.14, y - 0.04, 0, 0.14, y + 0.04, 0.7, Paint.grey(0.35));
            mesh.ball(0, y, 1.05, 0.045, 0.045, 0.045, Paint.hex(0xFFB020), Material.GLOW);
        }
        return mesh.build(0);
    }
}
