package dev.roadloop.simdrive.world;

/// Where something stands on the ground and which way it faces.
///
/// @param x metres east
/// @param y metres north
/// @param yaw heading, radians from east, counter-clockwise
/// @param pitch nose-up angle, radians
/// @param speed metres per second along the heading
public record Pose(double x, double y, double yaw, double pitch, double speed) {

    /// A level pose at rest.
    public static Pose at(double x, double y, double yaw) {
        return new Pose(x, y, yaw, 0, 0);
    }
}
