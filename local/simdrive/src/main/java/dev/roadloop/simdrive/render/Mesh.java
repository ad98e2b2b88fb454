package dev.roadloop.simdrive.render;

/// Triangles in the coordinates of one object: x forward, y left, z up, metres, origin on the
/// ground below its centre. Arrays are shared and never changed after the builder is done.
final class Mesh {

    /// Position, normal, colour and texture coordinates of one vertex, in floats.
    static final int STRIDE = 11;

    final float[] vertices;
    final int[] triangles;
    final Material[] materials;
    final int look;
    final float radius;

    Mesh(float[] vertices, int[] triangles, Material[] materials, int look) {
        this.vertices = vertices;
        this.triangles = triangles;
        this.materials = materials;
        this.look = look;
        float most = 0;
        for (int i = 0; i < vertices.length; i += STRIDE) {
            float x = vertices[i];
            float y = vertices[i + 1];
            float z = vertices[i + 2];
            most = Math.max(most, x * x + y * y + z * z);
        }
        this.radius = (float) Math.sqrt(most);
    }

    int vertexCount() {
        return vertices.length / STRIDE;
    }
}
