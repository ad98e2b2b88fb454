package dev.roadloop.simdrive.render;

/// Meshes of people, on foot and on bicycles, at a phase of their step.
final class PeopleModels {

    /// Number of phases in one double step or turn of the pedals.
    static final int PHASES = 12;

    private static final int[] TOPS = {
        0x8A2F2B, 0x2F4A7A, 0x3B3F45, 0xC7B08A, 0x4F6B4A, 0xD9D9D6, 0x1F2124, 0xB8862F
    };
    private static final int[] TROUSERS = {0x23272F, 0x3A4A66, 0x6B6254, 0x1B1D20};
    private static final int[] SKIN = {0xE0B394, 0xC68B62, 0x8C5A3C, 0xF0CDB4};
    private static final int[] HAIR = {0x2A1D14, 0x5A3B20, 0x15120F, 0xA8895A, 0x8A8A88};

    private PeopleModels() {}

    /// A walker whose stride is 1.5 m per double step.
    static Mesh pedestrian(int look, int phase, boolean walking) {
        MeshBuilder mesh = new MeshBuilder();
        double swing = walking ? Math.sin(2 * Math.PI * phase / PHASES) : 0.05;
        double size = 0.9 + (look / 64 % 10) * 0.0095;
        Paint top = Paint.pick(TOPS, look);
        Paint legs = Paint.pick(TROUSERS, look / 8);
        for (int side = -1; side <= 1; side += 2) {
            double stride = side * swing;
            double knee = 0.12 * stride + 0.05;
            limb(
                    mesh,
                    size,
                    new double[] {0, side * 0.095, 0.88},
                    new double[] {knee * 1.2, side * 0.095, 0.48},
                    new double[] {0.29 * stride, side * 0.1, 0.07},
                    0.085,
                    0.05,
                    legs);
            mesh.box(
                    size * (0.29 * stride - 0.07),
                    side * 0.1 * size - 0.045,
                    0.005,
                    size * (0.29 * stride + 0.16),
                    side * 0.1 * size + 0.045,
                    0.09,
                    Paint.grey(0.14));
            limb(
                    mesh,
                    size,
                    new double[] {0, side * 0.215, 1.42},
                    new double[] {-0.1 * stride - 0.02, side * 0.25, 1.13},
                    new double[] {-0.2 * stride + 0.05, side * 0.24, 0.9},
                    0.055,
                    0.038,
                    top);
        }
        torso(mesh, size, 0.86, 1.5, top);
        head(mesh, 0.02 * size, 0, 1.64 * size, size, look);
        return mesh.build(look);
    }

    /// A cyclist on a bicycle.
    static Mesh cyclist(int look, int phase) {
        MeshBuilder mesh = new MeshBuilder();
        Paint top = Paint.pick(TOPS, look + 3);
        Paint frame = Paint.pick(new int[] {0x9A2020, 0x1F3F6F, 0x222222, 0x2F6F4F}, look);
        for (double x : new double[] {-0.55, 0.55}) {
            rim(mesh, x, 0.345);
        }
        double[] pedals = {0, 0, 0.3};
        double[] seat = {-0.22, 0, 0.9};
        double[] head = {0.42, 0, 0.88};
        mesh.tube(pedals, seat, 0.022, 0.022, frame)
                .tube(pedals, head, 0.025, 0.022, frame)
                .tube(seat, head, 0.02, 0.02, frame)
                .tube(new double[] {-0.55, 0, 0.345}, pedals, 0.018, 0.018, frame)
                .tube(new double[] {-0.55, 0, 0.345}, seat, 0.015, 0.015, frame)
                .tube(head, new double[] {0.55, 0, 0.345}, 0.02, 0.02, frame)
                .tube(
                        new double[] {0.42, -0.27, 1.0},
                        new double[] {0.42, 0.27, 1.0},
                        0.018,
                        0.018,
                        Paint.grey(0.15));
        double turn = 2 * Math.PI * phase / PHASES;
        for (int side = -1; side <= 1; side += 2) {
            double[] foot = {
                0.16 * Math.cos(turn) * side, side * 0.12, 0.3 + 0.15 * Math.sin(turn) * side
            };
            double[] knee = {
                0.17 + 0.06 * Math.cos(turn) * side,
                side * 0.12,
                0.62 + 0.09 * Math.sin(turn) * side
            };
            limb(
                    mesh,
                    1,
                    new double[] {-0.18, side * 0.1, 0.96},
                    knee,
                    foot,
                    0.085,
                    0.05,
                    Paint.pick(TROUSERS, look));
            limb(
                    mesh,
                    1,
                    new double[] {0.1, side * 0.2, 1.36},
                    new double[] {0.26, side * 0.26, 1.16},
                    new double[] {0.42, side * 0.23, 1.02},
                    0.055,
                    0.04,
                    top);
        }
        mesh.tube(new double[] {-0.2, 0, 0.94}, new double[] {0.08, 0, 1.42}, 0.17, 0.19, top);
        head(mesh, 0.16, 0, 1.6, 0.95, look + 1);
        mesh.ball(
                0.15,
                0,
                1.69,
                0.13,
                0.105,
                0.085,
                Paint.pick(new int[] {0xE0E0E0, 0xC03020, 0x30506F}, look),
                Material.PLAIN);
        mesh.box(-0.86, -0.03, 0.7, -0.82, 0.03, 0.78, Paint.hex(0xC01812), Material.GLOW);
        return mesh.build(look);
    }

    private static void rim(MeshBuilder mesh, double x, double radius) {
        int sides = 16;
        for (int i = 0; i < sides; i++) {
            double a = 2 * Math.PI * i / sides;
            double b = 2 * Math.PI * (i + 1) / sides;
            double[] p = {
                x + (radius - 0.025) * Math.cos(a), 0, radius + (radius - 0.025) * Math.sin(a)
            };
            double[] q = {
                x + (radius - 0.025) * Math.cos(b), 0, radius + (radius - 0.025) * Math.sin(b)
            };
            mesh.tube(p, q, 0.022, 0.022, Paint.RUBBER);
            if (i % 4 == 0) {
                mesh.tube(new double[] {x, 0, radius}, p, 0.006, 0.006, Paint.CHROME);
            }
        }
    }

    private static void torso(MeshBuilder mesh, double size, double low, double high, Paint paint) {
        int around = 12;
        double[][] rings = {
            {low, 0.11, 0.165},
            {low + 0.15, 0.105, 0.15},
            {low + 0.4, 0.125, 0.19},
            {high - 0.06, 0.11, 0.21},
            {high, 0.06, 0.1}
        };
        double[][][] ribs = new double[around + 1][rings.length][];
        for (int i = 0; i <= around; i++) {
            double angle = 2 * Math.PI * i / around;
            for (int j = 0; j < rings.length; j++) {
                ribs[i][j] =
                        new double[] {
                            size * rings[j][1] * Math.cos(angle),
                            size * rings[j][2] * Math.sin(angle),
                            size * rings[j][0]
                        };
            }
        }
        mesh.skin(ribs, new Paint[] {paint.times(0.8), paint, paint, paint});
    }

    private static void head(
            MeshBuilder mesh, double x, double y, double z, double size, int look) {
        Paint skin = Paint.pick(SKIN, look / 3);
        mesh.tube(
                new double[] {x - 0.02, y, z - 0.2 * size},
                new double[] {x - 0.01, y, z - 0.08 * size},
                0.05,
                0.05,
                skin);
        mesh.ball(x, y, z, 0.095 * size, 0.08 * size, 0.12 * size, skin, Material.PLAIN);
        mesh.ball(
                x - 0.02,
                y,
                z + 0.035 * size,
                0.093 * size,
                0.086 * size,
                0.1 * size,
                Paint.pick(HAIR, look / 5),
                Material.PLAIN);
    }

    private static void limb(
            MeshBuilder mesh,
            double size,
            double[] top,
            double[] middle,
            double[] end,
            double thick,
            double thin,
            Paint paint) {
        double between = (thick + thin) / 2;
        mesh.tube(scaled(top, size), scaled(middle, size), thick * size, between * size, paint);
        mesh.tube(scaled(middle, size), scaled(end, size), between * size, thin * size, paint);
    }

    private static double[] scaled(double[] point, double size) {
        return new double[] {point[0] * size, point[1] * size, point[2] * size};
    }
}
