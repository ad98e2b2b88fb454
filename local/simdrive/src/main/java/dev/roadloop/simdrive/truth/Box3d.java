package dev.roadloop.simdrive.truth;

import dev.roadloop.simdrive.world.Actor;
import dev.roadloop.simdrive.world.Pose;

/// A box standing on the ground.
///
/// @param x metres ahead of the ego vehicle's rear axle, of the box's centre
/// @param y metres to the left
/// @param z metres above the ground
/// @param length metres along the box's heading
/// @param width metres across it
/// @param height metres
/// @param yaw heading relative to the ego vehicle's, radians, counter-clockwise
public record Box3d(
        double x, double y, double z, double length, double width, double height, double yaw) {

    /// The box of an actor in the ego vehicle's level frame at `time`.
    public static Box3d of(Actor actor, Pose ego, double time) {
        Pose pose = actor.pose(time);
        double dx = pose.x() - ego.x();
        double dy = pose.y() - ego.y();
        double cos = Math.cos(ego.yaw());
        double sin = Math.sin(ego.yaw());
        double yaw = Math.IEEEremainder(pose.yaw() - ego.yaw(), 2 * Math.PI);
        return new Box3d(
                cos * dx + sin * dy,
                -sin * dx + cos * dy,
                actor.kind().height() / 2,
                actor.kind().length(),
                actor.kind().width(),
                actor.kind().height(),
                yaw);
    }
}
