package dev.roadloop.simdrive.world;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// A vehicle or cyclist that keeps to a lane and its distance while the drive is being simulated.
final class LaneAgent {

    private static final double STANDSTILL_GAP = 3.0;
    private static final double TIME_GAP = 1.3;

    /// A change of mind at a moment of the drive.
    private record Command(double time, Consumer<LaneAgent> change) {}

    private final Actor actor;
    private final Road road;
    private final int direction;
    private final Deque<Command> commands = new ArrayDeque<>();
    private double s;
    private double d;
    private double speed;
    private double acceleration;
    private double desiredSpeed;
    private double targetD;
    private double dRate;
    private double forced = Double.NaN;

    /// @param direction 1 along the road, -1 against it
    LaneAgent(Actor actor, Road road, int direction, double s, double d, double speed) {
        this.actor = actor;
        this.road = road;
        this.direction = direction;
        this.s = s;
        this.d = d;
        this.targetD = d;
        this.speed = speed;
        this.desiredSpeed = speed;
    }

    /// Adds a change of mind; times must ascend.
    LaneAgent when(double time, Consumer<LaneAgent> change) {
        commands.add(new Command(time, change));
        return this;
    }

    void desireSpeed(double metresPerSecond) {
        desiredSpeed = metresPerSecond;
    }

    void moveTo(double lateral) {
        targetD = lateral;
    }

    /// Brakes or accelerates whatever is ahead; NaN hands control back.
    void force(double metresPerSecondSquared) {
        forced = metresPerSecondSquared;
    }

    Actor actor() {
        return actor;
    }

    double s() {
        return s;
    }

    double d() {
        return d;
    }

    double speed() {
        return speed;
    }

    int direction() {
        return direction;
    }

    /// Decides the acceleration for the next step.
    ///
    /// @param gap free metres to what is ahead, infinite for none
    /// @param leaderSpeed its speed, metres per second
    void decide(double time, double gap, double leaderSpeed) {
        while (!commands.isEmpty() && commands.peek().time() <= time) {
            commands.remove().change().accept(this);
        }
        acceleration =
                Double.isNaN(forced)
                        ? follow(speed, desiredSpeed, gap, leaderSpeed, 1.6, 2.5)
                        : forced;
        if (speed + acceleration / World.STEPS_PER_SECOND < 0) {
            acceleration = -speed * World.STEPS_PER_SECOND;
        }
    }

    void step(double dt) {
        double travelled = speed * dt + acceleration * dt * dt / 2;
        speed = Math.max(0, speed + acceleration * dt);
        s += direction * travelled;
        double pull = 1.6 * (targetD - d) - 2.2 * dRate;
        dRate = speed < 0.3 ? 0 : dRate + pull * dt;
        d += dRate * dt;
    }

    void record() {
        double yaw =
                road.heading(s)
                        + (direction < 0 ? Math.PI : 0)
                        + direction * Math.atan2(dRate, Math.max(speed, 2));
        actor.track()
                .add(
                        road.x(s, d),
                        road.y(s, d),
                        yaw,
                        speed,
                        acceleration < -0.8 || speed < 0.05 ? 1 : 0);
    }

    /// The intelligent driver model (Treiber, Hennecke, Helbing 2000), limited to 8 m/s² of
    /// braking.
    static double follow(
            double speed,
            double desired,
            double gap,
            double leaderSpeed,
            double strongest,
            double comfort) {
        double free = 1 - Math.pow(speed / Math.max(desired, 0.1), 4);
        double wanted =
                STANDSTILL_GAP
                        + Math.max(
                                0,
                                speed * TIME_GAP
                                        + speed
                                                * (speed - leaderSpeed)
                                                / (2 * Math.sqrt(strongest * comfort)));
        double interaction = wanted / Math.max(gap, 0.3);
        return Math.clamp(strongest * (free - interaction * interaction), -8, strongest);
    }
}
