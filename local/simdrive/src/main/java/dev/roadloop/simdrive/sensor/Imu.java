package dev.roadloop.simdrive.sensor;

import dev.roadloop.simdrive.ros.RosBytes;
import dev.roadloop.simdrive.world.EgoState;
import dev.roadloop.simdrive.world.World;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// An inertial unit at the rear axle, axes forward, left, up. It measures specific force, so that a
/// level vehicle at rest reads +9.81 m/s² upwards. Constant biases of 0.02 m/s² and 0.4 mrad/s,
/// white noise of 0.04 m/s² and 1.2 mrad/s.
final class Imu {

    /// Standard gravity.
    static final double GRAVITY = 9.80665;

    private static final double FORCE_NOISE = 0.04;
    private static final double RATE_NOISE = 0.0012;

    private final RandomGenerator random;
    private final double[] forceBias = new double[3];
    private final double[] rateBias = new double[3];

    Imu(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 3; i++) {
            forceBias[i] = 0.02 * random.nextGaussian();
            rateBias[i] = 0.0004 * random.nextGaussian();
        }
    }

    void read(World world, double time, long sequence, long stamp, RosBytes out) {
        EgoState ego = world.ego(time);
        double pitch = ego.pose().pitch();
        double sin = Math.sin(pitch);
        double cos = Math.cos(pitch);
        // A turn about z, then one about y; y points left, so that nose up is negative.
        double halfYaw = ego.pose().yaw() / 2;
        double halfPitch = -pitch / 2;
        out.header(sequence, stamp, "imu")
                .f64(
                        -Math.sin(halfYaw) * Math.sin(halfPitch),
                        Math.cos(halfYaw) * Math.sin(halfPitch),
                        Math.sin(halfYaw) * Math.cos(halfPitch),
                        Math.cos(halfYaw) * Math.cos(halfPitch))
                .diagonal(1e-5, 1e-5, 1e-4)
                .f64(
                        rate(0, ego.yawRate() * sin),
                        rate(1, -ego.pitchRate()),
                        rate(2, ego.yawRate() * cos))
                .diagonal(RATE_NOISE * RATE_NOISE, RATE_NOISE * RATE_NOISE, RATE_NOISE * RATE_NOISE)
                .f64(
                        force(0, ego.acceleration() * cos + GRAVITY * sin),
                        force(1, ego.pose().speed() * ego.yawRate()),
                        force(2, GRAVITY * cos - ego.acceleration() * sin))
                .diagonal(
                        FORCE_NOISE * FORCE_NOISE,
                        FORCE_NOISE * FORCE_NOISE,
                        FORCE_NOISE * FORCE_NOISE);
    }

    private double rate(int axis, double truth) {
        return truth + rateBias[axis] + RATE_NOISE * random.nextGaussian();
    }

    private double force(int axis, double truth) {
        return truth + forceBias[axis] + FORCE_NOISE * random.nextGaussian();
    }
}
