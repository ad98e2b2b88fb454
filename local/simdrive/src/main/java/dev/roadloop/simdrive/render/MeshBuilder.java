package dev.roadloop.simdrive.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Builds meshes out of boxes, tubes, balls and skins stretched over ribs.
final class MeshBuilder {

    private static final int SIDES = 10;

    private float[] vertices = new float[4096];
    private int used;
    private int[] triangles = new int[4096];
    private int corners;
    private final List<Material> materials = new ArrayList<>();

    Mesh build(int look) {
        return new Mesh(
                Arrays.copyOf(vertices, used),
                Arrays.copyOf(triangles, corners),
                materials.toArray(Material[]::new),
                look);
    }

    int vertex(
            double x,
            double y,
            double z,
            double nx,
            double ny,
            double nz,
            Paint paint,
            double u,
            double v) {
        if (used + Mesh.STRIDE > vertices.length) {
            vertices = Arrays.copyOf(vertices, vertices.length * 2);
        }
        float[] values = {
            (float) x,
            (float) y,
            (float) z,
            (float) nx,
            (float) ny,
            (float) nz,
            paint.red(),
            paint.green(),
            paint.blue(),
            (float) u,
            (float) v
        };
        System.arraycopy(values, 0, vertices, used, Mesh.STRIDE);
        used += Mesh.STRIDE;
        return used / Mesh.STRIDE - 1;
    }

    void triangle(int a, int b, int c, Material material) {
        if (corners + 3 > triangles.length) {
            triangles = Arrays.copyOf(triangles, triangles.length * 2);
        }
        triangles[corners++] = a;
        triangles[corners++] = b;
        triangles[corners++] = c;
        materials.add(material);
    }

    /// A flat quad, corners counter-clockwise as seen from its front; `u` runs from a to b, `v`
    /// from a to d, in metres.
    MeshBuilder quad(
            double[] a, double[] b, double[] c, double[] d, Paint paint, Material material) {
        double[] ab = minus(b, a);
        double[] ad = minus(d, a);
        double[] n = unit(cross(ab, ad));
        double u = Math.sqrt(dot(ab, ab));
        double v = Math.sqrt(dot(ad, ad));
        int first = vertex(a[0], a[1], a[2], n[0], n[1], n[2], paint, 0, 0);
        vertex(b[0], b[1], b[2], n[0], n[1], n[2], paint, u, 0);
        vertex(c[0], c[1], c[2], n[0], n[1], n[2], paint, u, v);
        vertex(d[0], d[1], d[2], n[0], n[1], n[2], paint, 0, v);
        triangle(first, first + 1, first + 2, material);
        triangle(first, first + 2, first + 3, material);
        return this;
    }

    /// A box between two corners, without its underside.
    MeshBuilder box(
            double x0,
            double y0,
            double z0,
            double x1,
            double y1,
            double z1,
            Paint paint,
            Material material) {
        double[][] p = {
            {x0, y0, z0},
            {x1, y0, z0},
            {x1, y1, z0},
            {x0, y1, z0},
            {x0, y0, z1},
            {x1, y0, z1},
            {x1, y1, z1},
            {x0, y1, z1}
        };
        quad(p[0], p[1], p[5], p[4], paint, material);
        quad(p[2], p[3], p[7], p[6], paint, material);
        quad(p[1], p[2], p[6], p[5], paint, material);
        quad(p[3], p[0], p[4], p[7], paint, material);
        return quad(p[4], p[5], p[6], p[7], paint, material);
    }

    MeshBuilder box(double x0, double y0, double z0, double x1, double y1, double z1, Paint paint) {
        return box(x0, y0, z0, x1, y1, z1, paint, Material.PLAIN);
    }

    /// A round bar from one point to another with a radius at each end, ends closed.
    MeshBuilder tube(double[] from, double[] to, double r0, double r1, Paint paint) {
        double[] axis = unit(minus(to, from));
        double[] side =
                unit(
                        Math.abs(axis[2]) < 0.9
                                ? cross(axis, new double[] {0, 0, 1})
                                : cross(axis, new double[] {1, 0, 0}));
        double[] up = cross(axis, side);
        int[][] rings = new int[2][SIDES];
        int[] caps = {
            vertex(from[0], from[1], from[2], -axis[0], -axis[1], -axis[2], paint, 0, 0),
            vertex(to[0], to[1], to[2], axis[0], axis[1], axis[2], paint, 0, 0)
        };
        for (int i = 0; i < SIDES; i++) {
            double angle = 2 * Math.PI * i / SIDES;
            double[] n = {
                side[0] * Math.cos(angle) + up[0] * Math.sin(angle),
                side[1] * Math.cos(angle) + up[1] * Math.sin(angle),
                side[2] * Math.cos(angle) + up[2] * Math.sin(angle)
            };
            rings[0][i] =
                    vertex(
                            from[0] + r0 * n[0],
                            from[1] + r0 * n[1],
                            from[2] + r0 * n[2],
                            n[0],
                            n[1],
                            n[2],
                            paint,
                            0,
                            0);
            rings[1][i] =
                    vertex(
                            to[0] + r1 * n[0],
                            to[1] + r1 * n[1],
                            to[2] + r1 * n[2],
                            n[0],
                            n[1],
                            n[2],
                            paint,
                            0,
                            0);
        }
        for (int i = 0; i < SIDES; i++) {
            int j = (i + 1) % SIDES;
            triangle(rings[0][i], rings[0][j], rings[1][j], Material.PLAIN);
            triangle(rings[0][i], rings[1][j], rings[1][i], Material.PLAIN);
            triangle(caps[0], rings[0][j], rings[0][i], Material.PLAIN);
            triangle(caps[1], rings[1][i], rings[1][j], Material.PLAIN);
        }
        return this;
    }

    /// A ball stretched by a radius along each axis.
    MeshBuilder ball(
            double x,
            double y,
            double z,
            double rx,
            double ry,
            double rz,
            Paint paint,
            Material material) {
        int bands = 7;
        int around = 10;
        int[][] grid = new int[bands + 1][around + 1];
        for (int i = 0; i <= bands; i++) {
            double polar = Math.PI * i / bands;
            for (int j = 0; j <= around; j++) {
                double angle = 2 * Math.PI * j / around;
                double nx = Math.sin(polar) * Math.cos(angle);
                double ny = Math.sin(polar) * Math.sin(angle);
                double nz = Math.cos(polar);
                grid[i][j] =
                        vertex(
                                x + rx * nx,
                                y + ry * ny,
                                z + rz * nz,
                                nx,
                                ny,
                                nz,
                                paint,
                                angle * rx,
                                polar * rz);
            }
        }
        for (int i = 0; i < bands; i++) {
            for (int j = 0; j < around; j++) {
                triangle(grid[i][j], grid[i + 1][j], grid[i + 1][j + 1], material);
                triangle(grid[i][j], grid[i + 1][j + 1], grid[i][j + 1], material);
            }
        }
        return this;
    }

    /// A smooth skin over ribs: `ribs[i][j]` are the points of rib i, all ribs of the same number
    /// of points. Faces look to the side from which a rib's points run counter-clockwise when the
    /// ribs advance towards the viewer's right.
    ///
    /// @param paints colour of the strip between points j and j + 1
    MeshBuilder skin(double[][][] ribs, Paint[] paints) {
        for (int j = 0; j + 1 < ribs[0].length; j++) {
            int[] low = new int[ribs.length];
            int[] high = new int[ribs.length];
            for (int i = 0; i < ribs.length; i++) {
                low[i] = onSkin(ribs, i, j, j, paints[j]);
                high[i] = onSkin(ribs, i, j + 1, j, paints[j]);
            }
            for (int i = 0; i + 1 < ribs.length; i++) {
                triangle(low[i], low[i + 1], high[i + 1], Material.PLAIN);
                triangle(low[i], high[i + 1], high[i], Material.PLAIN);
            }
        }
        return this;
    }

    private int onSkin(double[][][] ribs, int i, int j, int strip, Paint paint) {
        double[] p = ribs[i][j];
        double[] along =
                minus(ribs[Math.min(i + 1, ribs.length - 1)][j], ribs[Math.max(i - 1, 0)][j]);
        double[] across = minus(ribs[i][strip + 1], ribs[i][strip]);
        double[] n = unit(cross(along, across));
        return vertex(p[0], p[1], p[2], n[0], n[1], n[2], paint, 0, 0);
    }

    private static double[] minus(double[] a, double[] b) {
        return new double[] {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {
            a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]
        };
    }

    private static double[] unit(double[] a) {
        double length = Math.max(1e-9, Math.sqrt(dot(a, a)));
        return new double[] {a[0] / length, a[1] / length, a[2] / length};
    }
}
