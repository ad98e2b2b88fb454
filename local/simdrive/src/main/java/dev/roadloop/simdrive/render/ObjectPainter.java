package dev.roadloop.simdrive.render;

/// Brings meshes into the picture: places, lights, clips and rasterises them, and lays their
/// shadows on the ground.
final class ObjectPainter {

    private static final float NEAR = 0.35f;
    private static final int SILHOUETTE_SCALE = 4;

    private final Picture picture;
    private final Rasterizer rasterizer;
    private final Atmosphere air;
    private final int[] silhouettes;
    private float[] corners = new float[4096];
    private float[] depths = new float[512];
    private float[] flat = new float[1024];

    ObjectPainter(Picture picture, Rasterizer rasterizer, Atmosphere air) {
        this.picture = picture;
        this.rasterizer = rasterizer;
        this.air = air;
        silhouettes =
                new int[(picture.width / SILHOUETTE_SCALE) * (picture.height / SILHOUETTE_SCALE)];
    }

    void clear() {
        java.util.Arrays.fill(silhouettes, 0);
    }

    /// Draws a mesh that stands at a world point with a heading.
    ///
    /// @return pixels of its silhouette if nothing stood in front, to the nearest 16; 0 for owner
    ///   -1
    int draw(Mesh mesh, double x, double y, double yaw, View view, Lighting light, int owner) {
        place(mesh, x, y, yaw, view, light);
        int cells = 0;
        int[] t = mesh.triangles;
        for (int i = 0; i < t.length; i += 3) {
            int a = t[i];
            int b = t[i + 1];
            int c = t[i + 2];
            if (depths[a] > NEAR && depths[b] > NEAR && depths[c] > NEAR) {
                rasterizer.triangle(
                        corners,
                        a * Rasterizer.CORNER,
                        b * Rasterizer.CORNER,
                        c * Rasterizer.CORNER,
                        mesh.materials[i / 3],
                        mesh.look,
                        owner);
                if (owner > 0) {
                    cells +=
                            Stencil.stamp(
                                    silhouettes,
                                    picture.width / SILHOUETTE_SCALE,
                                    picture.height / SILHOUETTE_SCALE,
                                    flat,
                                    2 * a,
                                    2 * b,
                                    2 * c,
                                    owner);
                }
            }
        }
        return cells * SILHOUETTE_SCALE * SILHOUETTE_SCALE;
    }

    private void place(Mesh mesh, double x, double y, double yaw, View view, Lighting light) {
        reserve(mesh.vertexCount());
        double cos = Math.cos(yaw);
        double sin = Math.sin(yaw);
        float[] v = mesh.vertices;
        for (int i = 0, at = 0; at < v.length; i++, at += Mesh.STRIDE) {
            double wx = x + cos * v[at] - sin * v[at + 1];
            double wy = y + sin * v[at] + cos * v[at + 1];
            double wz = v[at + 2];
            double depth = view.depth(wx, wy, wz);
            depths[i] = (float) depth;
            if (depth <= NEAR) {
                continue;
            }
            double nx = cos * v[at + 3] - sin * v[at + 4];
            double ny = sin * v[at + 3] + cos * v[at + 4];
            double nz = v[at + 5];
            if (nx * (view.x - wx) + ny * (view.y - wy) + nz * (view.z - wz) < 0) {
                nx = -nx;
                ny = -ny;
                nz = -nz;
            }
            light.surface(wx, wy, wz, nx, ny, nz);
            store(
                    i,
                    v,
                    at,
                    view.column(view.right(wx, wy), depth),
                    view.row(view.down(wx, wy, wz), depth),
                    depth,
                    light);
        }
        glow(mesh);
    }

    private void store(
            int i, float[] v, int at, double column, double row, double depth, Lighting light) {
        int c = i * Rasterizer.CORNER;
        float inverse = (float) (1 / depth);
        float fog = air.fog(depth);
        corners[c] = (float) column;
        corners[c + 1] = (float) row;
        corners[c + 2] = inverse;
        corners[c + 3] = v[at + 6] * light.red * (1 - fog);
        corners[c + 4] = v[at + 7] * light.green * (1 - fog);
        corners[c + 5] = v[at + 8] * light.blue * (1 - fog);
        corners[c + 6] = fog;
        corners[c + 7] = v[at + 9] * inverse;
        corners[c + 8] = v[at + 10] * inverse;
        flat[2 * i] = (float) column / SILHOUETTE_SCALE;
        flat[2 * i + 1] = (float) row / SILHOUETTE_SCALE;
    }

    /// Vertices of glowing triangles keep their own colour, and show through haze more than others.
    private void glow(Mesh mesh) {
        for (int i = 0; i < mesh.materials.length; i++) {
            if (mesh.materials[i] != Material.GLOW) {
                continue;
            }
            for (int k = 0; k < 3; k++) {
                int vertex = mesh.triangles[3 * i + k];
                int c = vertex * Rasterizer.CORNER;
                float clear = 1 - corners[c + 6] * 0.8f;
                for (int part = 0; depths[vertex] > NEAR && part < 3; part++) {
                    corners[c + 3 + part] = mesh.vertices[vertex * Mesh.STRIDE + 6 + part] * clear;
                }
            }
        }
    }

    /// Lays the shadow that the sun casts of a mesh on the ground.
    void shadow(Mesh mesh, double x, double y, double yaw, View view) {
        reserve(mesh.vertexCount());
        double cos = Math.cos(yaw);
        double sin = Math.sin(yaw);
        float[] v = mesh.vertices;
        for (int i = 0, at = 0; at < v.length; i++, at += Mesh.STRIDE) {
            double drop = v[at + 2] / air.sunZ();
            flatten(
                    i,
                    x + cos * v[at] - sin * v[at + 1] - air.sunX() * drop,
                    y + sin * v[at] + cos * v[at + 1] - air.sunY() * drop,
                    view);
        }
        fill(mesh.triangles, Picture.SHADOW);
    }

    /// Darkens the ground under a box, as the open sky does not reach there.
    void under(double x, double y, double yaw, double length, double width, View view) {
        reserve(4);
        double cos = Math.cos(yaw);
        double sin = Math.sin(yaw);
        for (int i = 0; i < 4; i++) {
            double lx = (i == 0 || i == 3 ? -0.5 : 0.5) * length * 0.96;
            double ly = (i < 2 ? -0.5 : 0.5) * width * 0.96;
            flatten(i, x + cos * lx - sin * ly, y + sin * lx + cos * ly, view);
        }
        fill(new int[] {0, 1, 2, 0, 2, 3}, Picture.UNDER);
    }

    private void flatten(int i, double wx, double wy, View view) {
        double depth = view.depth(wx, wy, 0);
        depths[i] = (float) depth;
        if (depth > NEAR) {
            flat[2 * i] = (float) view.column(view.right(wx, wy), depth);
            flat[2 * i + 1] = (float) view.row(view.down(wx, wy, 0), depth);
        }
    }

    private void fill(int[] triangles, byte value) {
        for (int i = 0; i < triangles.length; i += 3) {
            int a = triangles[i];
            int b = triangles[i + 1];
            int c = triangles[i + 2];
            if (depths[a] > NEAR && depths[b] > NEAR && depths[c] > NEAR) {
                Stencil.shade(
                        picture.shade,
                        picture.width,
                        picture.height,
                        flat,
                        2 * a,
                        2 * b,
                        2 * c,
                        value);
            }
        }
    }

    private void reserve(int vertices) {
        if (vertices > depths.length) {
            depths = new float[vertices];
            flat = new float[2 * vertices];
            corners = new float[vertices * Rasterizer.CORNER];
        }
    }
}
