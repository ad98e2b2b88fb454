package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.ActorKind;

/// Meshes of cars, vans, trucks and buses, each within the box of its kind.
final class VehicleModels {

    private static final int[] PAINTS = {
        0xB7BBC0, 0x2B2F36, 0xE8E9EA, 0x7D1F22, 0x24406E, 0x4C5A4A, 0x8C8F93, 0x15181C, 0xC2452D,
        0x5B7C99
    };
    private static final Paint PLATE = Paint.hex(0xEDEDE6);

    private VehicleModels() {}

    /// @param braking whether the rear lamps are bright
    /// @param lamps whether head and tail lamps are lit
    static Mesh of(ActorKind kind, int look, boolean braking, boolean lamps) {
        MeshBuilder mesh = new MeshBuilder();
        Paint paint = Paint.pick(PAINTS, look);
        switch (kind) {
            case CAR -> car(mesh, paint, look / 16 % 2 == 0);
            case VAN -> van(mesh, paint);
            case TRUCK -> truck(mesh, paint);
            case BUS -> bus(mesh, Paint.pick(new int[] {0xD8B13A, 0xB9352F, 0xDADDE0}, look));
            case PEDESTRIAN, CYCLIST, TRAFFIC_LIGHT, CONE, BARRIER ->
                    throw new IllegalArgumentException(
                            kind + " is no vehicle: ask the model of its own kind");
        }
        lamps(mesh, kind, braking, lamps);
        return mesh.build(look);
    }

    private static void car(MeshBuilder mesh, Paint paint, boolean hatchback) {
        // Ribs from the rear bumper to the front: x, half width, sill, shoulder height.
        double[][] body = {
            {-2.24, 0.74, 0.42, 0.74},
            {-2.18, 0.84, 0.30, 0.86},
            {-1.9, 0.90, 0.24, 0.95},
            {-1.0, 0.93, 0.22, 0.96},
            {0.4, 0.93, 0.22, 0.93},
            {1.2, 0.92, 0.22, 0.90},
            {1.8, 0.88, 0.24, 0.80},
            {2.12, 0.80, 0.28, 0.68},
            {2.24, 0.66, 0.38, 0.54}
        };
        shell(mesh, body, paint);
        double tail = hatchback ? -1.95 : -1.35;
        double[][] cabin = {
            {hatchback ? -2.1 : -1.85, 0.76, 0.92, 0.93},
            {tail, 0.66, 0.94, 1.32},
            {-0.9, 0.62, 0.95, 1.46},
            {0.1, 0.62, 0.95, 1.47},
            {0.45, 0.66, 0.94, 1.40},
            {1.25, 0.76, 0.90, 0.91}
        };
        cabin(mesh, cabin, 0.9, paint);
        wheels(mesh, 1.36, -1.36, 0.9, 0.33);
    }

    private static void van(MeshBuilder mesh, Paint paint) {
        double[][] body = {
            {-2.69, 0.98, 0.42, 1.25},
            {-2.6, 1.0, 0.3, 1.28},
            {1.2, 1.0, 0.3, 1.25},
            {1.9, 0.98, 0.32, 1.12},
            {2.5, 0.92, 0.34, 0.98},
            {2.69, 0.84, 0.42, 0.72}
        };
        shell(mesh, body, paint);
        double[][] cabin = {
            {-2.66, 0.94, 1.24, 2.2},
            {-2.5, 0.94, 1.26, 2.34},
            {0.2, 0.94, 1.26, 2.38},
            {1.0, 0.92, 1.24, 2.2},
            {1.95, 0.9, 1.1, 1.16}
        };
        cabin(mesh, cabin, 0.99, paint);
        wheels(mesh, 1.75, -1.65, 1.0, 0.36);
    }

    private static void truck(MeshBuilder mesh, Paint paint) {
        mesh.box(-4.19, -1.2, 0.95, 1.9, 1.2, 3.38, Paint.hex(0xD9DBDA).mix(paint, 0.12));
        mesh.box(-4.15, -1.0, 0.55, 2.0, 1.0, 0.95, Paint.grey(0.16));
        double[][] cab = {
            {2.1, 1.2, 0.5, 1.7},
            {3.9, 1.2, 0.45, 1.65},
            {4.15, 1.14, 0.5, 1.45},
            {4.19, 1.1, 0.55, 0.9}
        };
        shell(mesh, cab, paint);
        cabin(
                mesh,
                new double[][] {
                    {2.12, 1.14, 1.66, 2.9},
                    {2.4, 1.12, 1.66, 2.98},
                    {3.6, 1.1, 1.64, 2.85},
                    {4.1, 1.12, 1.5, 1.6}
                },
                1.19,
                paint);
        wheels(mesh, 3.1, -2.6, 1.2, 0.5);
    }

    private static void bus(MeshBuilder mesh, Paint paint) {
        mesh.box(-5.72, -1.28, 0.32, 5.72, 1.28, 1.25, paint);
        mesh.box(-5.72, -1.27, 1.25, 5.70, 1.27, 2.5, Paint.GLASS);
        mesh.box(-5.72, -1.28, 2.5, 5.72, 1.28, 3.15, paint.mix(Paint.grey(0.95), 0.4));
        for (double x = -5.6; x < 5.6; x += 1.6) {
            mesh.box(x, -1.285, 1.25, x + 0.14, 1.285, 2.5, paint.times(0.85));
        }
        mesh.box(5.55, -0.9, 2.55, 5.73, 0.9, 2.95, Paint.hex(0xF0A020), Material.GLOW);
        wheels(mesh, 3.4, -3.2, 1.26, 0.5);
    }

    /// The lower body: a skin whose cross-section bulges slightly at mid-height.
    private static void shell(MeshBuilder mesh, double[][] stations, Paint paint) {
        double[][][] ribs = new double[stations.length][][];
        for (int i = 0; i < stations.length; i++) {
            double x = stations[i][0];
            double w = stations[i][1];
            double low = stations[i][2];
            double top = stations[i][3];
            double mid = low + (top - low) * 0.55;
            ribs[i] =
                    new double[][] {
                        {x, -w * 0.95, low},
                        {x, -w, mid},
                        {x, -w * 0.97, top - 0.03},
                        {x, -w * 0.86, top},
                        {x, 0, top + 0.02},
                        {x, w * 0.86, top},
                        {x, w * 0.97, top - 0.03},
                        {x, w, mid},
                        {x, w * 0.95, low}
                    };
        }
        Paint[] strips = {
            paint.times(0.82), paint, paint, paint, paint, paint, paint, paint.times(0.82)
        };
        mesh.skin(ribs, strips);
        end(mesh, ribs[0], true, paint.times(0.9));
        end(mesh, ribs[ribs.length - 1], false, paint.times(0.9));
    }

    /// The greenhouse: glass all round below a painted roof.
    private static void cabin(MeshBuilder mesh, double[][] stations, double widest, Paint paint) {
        double[][][] ribs = new double[stations.length][][];
        for (int i = 0; i < stations.length; i++) {
            double x = stations[i][0];
            double w = stations[i][1];
            double low = stations[i][2];
            double top = stations[i][3];
            double base = i == 0 || i == stations.length - 1 ? w : Math.max(w * 1.18, w);
            double rail = low + (top - low) * 0.9;
            ribs[i] =
                    new double[][] {
                        {x, -Math.min(base, widest), low},
                        {x, -w, rail},
                        {x, -w * 0.82, top},
                        {x, 0, top + 0.012},
                        {x, w * 0.82, top},
                        {x, w, rail},
                        {x, Math.min(base, widest), low}
                    };
        }
        Paint[] strips = {Paint.GLASS, paint, paint, paint, paint, Paint.GLASS};
        int last = stations.length - 1;
        if (last > 3) {
            double[][][] roof = java.util.Arrays.copyOfRange(ribs, 1, last);
            mesh.skin(roof, strips);
        } else {
            mesh.skin(java.util.Arrays.copyOfRange(ribs, 0, last), strips);
        }
        Paint[] glass = {
            Paint.GLASS, Paint.GLASS, Paint.GLASS, Paint.GLASS, Paint.GLASS, Paint.GLASS
        };
        mesh.skin(new double[][][] {ribs[last - 1], ribs[last]}, glass);
        if (last > 3) {
            mesh.skin(new double[][][] {ribs[0], ribs[1]}, glass);
        } else {
            end(mesh, ribs[0], true, paint.times(0.9));
        }
    }

    private static void end(MeshBuilder mesh, double[][] rib, boolean rear, Paint paint) {
        double n = rear ? -1 : 1;
        int[] at = new int[rib.length];
        for (int i = 0; i < rib.length; i++) {
            at[i] = mesh.vertex(rib[i][0], rib[i][1], rib[i][2], n, 0, 0.1, paint, 0, 0);
        }
        for (int i = 1; i + 1 < rib.length; i++) {
            if (rear) {
                mesh.triangle(at[0], at[i + 1], at[i], Material.PLAIN);
            } else {
                mesh.triangle(at[0], at[i], at[i + 1], Material.PLAIN);
            }
        }
    }

    private static void wheels(
            MeshBuilder mesh, double front, double rear, double halfWidth, double radius) {
        for (double x : new double[] {front, rear}) {
            for (int side = -1; side <= 1; side += 2) {
                double out = side * (halfWidth + 0.015);
                mesh.tube(
                        new double[] {x, out - side * 0.24, radius},
                        new double[] {x, out, radius},
                        radius,
                        radius,
                        Paint.RUBBER);
                mesh.tube(
                        new double[] {x, out - side * 0.05, radius},
                        new double[] {x, out + side * 0.01, radius},
                        radius * 0.62,
                        radius * 0.58,
                        Paint.CHROME);
            }
        }
    }

    private static void lamps(MeshBuilder mesh, ActorKind kind, boolean braking, boolean lit) {
        double x = kind.length() / 2;
        double y = kind.width() / 2 - 0.2;
        double z = kind == ActorKind.CAR ? 0.62 : kind == ActorKind.VAN ? 0.82 : 0.75;
        Paint tail =
                braking ? Paint.hex(0xFF3A28) : lit ? Paint.hex(0xB01812) : Paint.hex(0x6E1512);
        Paint head = lit ? Paint.hex(0xFFF6DC) : Paint.hex(0xC9CED4);
        double rise = kind == ActorKind.CAR ? 0.1 : 0;
        for (int side = -1; side <= 1; side += 2) {
            double inner = side * (y - 0.28);
            double outer = side * y;
            mesh.box(
                    -x,
                    Math.min(inner, outer),
                    z + rise,
                    -x + 0.14,
                    Math.max(inner, outer),
                    z + rise + 0.16,
                    tail,
                    braking || lit ? Material.GLOW : Material.PLAIN);
            mesh.box(
                    x - 0.3,
                    Math.min(inner, outer),
                    z - 0.06,
                    x - 0.02,
                    Math.max(inner, outer),
                    z + 0.08,
                    head,
                    lit ? Material.GLOW : Material.PLAIN);
        }
        mesh.box(-x, -0.26, z - 0.18, -x + 0.05, 0.26, z - 0.07, PLATE);
        mesh.box(x - 0.05, -0.26, z - 0.24, x, 0.26, z - 0.13, PLATE);
        mesh.box(-x + 0.02, -y, z - 0.36, -x + 0.3, y, z - 0.22, Paint.grey(0.12));
        mesh.box(x - 0.3, -y + 0.1, z - 0.34, x - 0.01, y - 0.1, z - 0.25, Paint.grey(0.1));
    }
}
