package dev.roadloop.simdrive.world;

/// The ego vehicle at one simulation step, at the centre of its rear axle on the ground.
///
/// @param time seconds since the start of the drive
/// @param pose where it is; pitch is the body's
/// @param acceleration metres per second squared along the heading, constant until the next step
/// @param yawRate radians per second, constant until the next step
/// @param pitchRate radians per second, nose up
/// @param steering angle of the front wheels, radians, left positive
/// @param brake pedal, 0 to 1
/// @param throttle pedal, 0 to 1
public record EgoState(
        double time,
        Pose pose,
        double acceleration,
        double yawRate,
        double pitchRate,
        double steering,
        double brake,
        double throttle) {}
