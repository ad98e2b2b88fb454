package dev.roadloop.simdrive.world;

import java.util.ArrayList;
import java.util.List;

/// The ego vehicle while it is being driven: a kinematic bicycle steered towards its lane by pure
/// pursuit, with a body that dives when it brakes.
final class EgoAgent {

    /// Metres between the axles.
    static final double WHEELBASE = 2.8;

    /// Metres from the rear axle to the front bumper.
    static final double NOSE = 3.7;

    private static final double JERK = 14;
    private static final double STEERING_RATE = 0.6;
    private static final double PITCH_PER_ACCELERATION = 0.0035;
    private static final double SPRING = 9;
    private static final double DAMPING = 0.55;

    private final Road road;
    private final List<EgoState> states = new ArrayList<>();
    private double x;
    private double y;
    private double yaw;
    private double speed;
    private double acceleration;
    private double steering;
    private double pitch;
    private double pitchRate;
    private double targetD;
    private double laneD;

    EgoAgent(Road road, double s, double d, double speed) {
        this.road = road;
        this.x = road.x(s, d);
        this.y = road.y(s, d);
        this.yaw = road.heading(s);
        this.speed = speed;
        this.targetD = d;
        this.laneD = d;
    }

    void moveTo(double lateral) {
        targetD = lateral;
    }

    double s() {
        return road.sAt(x, y);
    }

    double d() {
        return road.dAt(x, y);
    }

    double speed() {
        return speed;
    }

    List<EgoState> states() {
        return states;
    }

    /// Chooses acceleration and steering for the next step and records the state they apply to.
    void decide(double time, double desiredSpeed, double gap, double leaderSpeed, double dt) {
        double wanted = LaneAgent.follow(speed, desiredSpeed, gap, leaderSpeed, 1.8, 2.6);
        acceleration += Math.clamp(wanted - acceleration, -JERK * dt, JERK * dt);
        if (speed + acceleration * dt < 0) {
            acceleration = -speed / dt;
        }
        laneD += Math.clamp(targetD - laneD, -1.3 * dt, 1.3 * dt);
        double ahead = 5 + 0.7 * speed;
        double s = s();
        double bearing =
                Math.atan2(road.y(s + ahead, laneD) - y, road.x(s + ahead, laneD) - x) - yaw;
        double angle = Math.atan(2 * WHEELBASE * Math.sin(bearing) / ahead);
        steering += Math.clamp(angle - steering, -STEERING_RATE * dt, STEERING_RATE * dt);
        states.add(
                new EgoState(
                        time,
                        new Pose(x, y, yaw, pitch, speed),
                        acceleration,
                        yawRate(dt),
                        pitchRate,
                        steering,
                        Math.clamp(-acceleration / 8, 0, 1),
                        Math.clamp(acceleration / 3 + 0.05, 0, 1)));
    }

    void step(double dt) {
        double turn = yawRate(dt) * dt;
        double travelled = speed * dt + acceleration * dt * dt / 2;
        x += travelled * Math.cos(yaw + turn / 2);
        y += travelled * Math.sin(yaw + turn / 2);
        yaw += turn;
        speed = Math.max(0, speed + acceleration * dt);
        pitch += pitchRate * dt;
        double pull =
                SPRING * SPRING * (PITCH_PER_ACCELERATION * acceleration - pitch)
                        - 2 * DAMPING * SPRING * pitchRate;
        pitchRate += pull * dt;
    }

    private double yawRate(double dt) {
        return (speed + acceleration * dt / 2) * Math.tan(steering) / WHEELBASE;
    }
}
