package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.Pose;

/// Where the camera is at one moment and which way it looks: world coordinates to camera
/// coordinates and pixels.
///
/// Camera coordinates: x right, y down, z forward, metres. The camera never rolls, so that every
/// picture row below the horizon sees the ground at one depth.
public final class View {

    final CameraModel camera;
    final double x;
    final double y;
    final double z;
    final double fx;
    final double fy;
    final double fz;
    final double rx;
    final double ry;
    final double ux;
    final double uy;
    final double uz;

    /// @param ego the ego vehicle's pose at the moment of exposure
    public View(CameraModel camera, Pose ego) {
        this.camera = camera;
        double cosYaw = Math.cos(ego.yaw());
        double sinYaw = Math.sin(ego.yaw());
        double cosPitch = Math.cos(ego.pitch());
        double sinPitch = Math.sin(ego.pitch());
        fx = cosYaw * cosPitch;
        fy = sinYaw * cosPitch;
        fz = sinPitch;
        rx = sinYaw;
        ry = -cosYaw;
        ux = -cosYaw * sinPitch;
        uy = -sinYaw * sinPitch;
        uz = cosPitch;
        x = ego.x() + camera.forward() * fx + camera.up() * ux;
        y = ego.y() + camera.forward() * fy + camera.up() * uy;
        z = camera.forward() * fz + camera.up() * uz;
    }

    /// Metres to the right of the optical axis.
    public double right(double worldX, double worldY) {
        return (worldX - x) * rx + (worldY - y) * ry;
    }

    /// Metres below the optical axis.
    public double down(double worldX, double worldY, double worldZ) {
        return -((worldX - x) * ux + (worldY - y) * uy + (worldZ - z) * uz);
    }

    /// Metres ahead along the optical axis.
    public double depth(double worldX, double worldY, double worldZ) {
        return (worldX - x) * fx + (worldY - y) * fy + (worldZ - z) * fz;
    }

    /// Column of a point in camera coordinates.
    public double column(double right, double depth) {
        return camera.cx() + camera.focal() * right / depth;
    }

    /// Row of a point in camera coordinates.
    public double row(double down, double depth) {
        return camera.cy() + camera.focal() * down / depth;
    }

    /// Row of the horizon.
    double horizon() {
        return camera.cy() + camera.focal() * fz / uz;
    }

    /// Depth at which the ground is seen in `row`, infinite above the horizon.
    double groundDepth(double row) {
        double slope = uz * (row - camera.cy()) / camera.focal() - fz;
        return slope <= 1e-9 ? Double.POSITIVE_INFINITY : z / slope;
    }
}
