package dev.roadloop.simdrive.sensor;

import dev.roadloop.simdrive.ros.RosBytes;
import dev.roadloop.simdrive.world.EgoState;
import dev.roadloop.simdrive.world.World;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// What the vehicle says of itself, decoded on topics of their own and as raw CAN frames.
///
/// The frames take turns at 50 Hz each, values big-endian in bytes 0 and 1, a counter in byte 7:
///
/// | id | value |
/// | --- | --- |
/// | 0x0B4 | speed, unsigned, 0.01 km/h |
/// | 0x025 | steering wheel angle, signed, 0.1°, left positive |
/// | 0x224 | brake pedal, unsigned, 0.001 of its travel; byte 2 is 1 while it is pressed |
final class VehicleBus {

    private static final double STEERING_RATIO = 14.5;

    private final RandomGenerator random;

    VehicleBus(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    void speed(World world, double time, long sequence, long stamp, RosBytes out) {
        out.header(sequence, stamp, "base_link").f64(wheelSpeed(world.ego(time)), 0, 0, 0, 0, 0);
    }

    void steering(World world, double time, long sequence, long stamp, RosBytes out) {
        out.f64(Math.rint(wheelAngle(world.ego(time)) * 10) / 10);
    }

    void brake(World world, double time, long sequence, long stamp, RosBytes out) {
        out.f64(Math.rint(world.ego(time).brake() * 1000) / 1000);
    }

    void frame(World world, double time, long sequence, long stamp, RosBytes out) {
        EgoState ego = world.ego(time);
        int turn = (int) (sequence % 3);
        int id = turn == 0 ? 0x0B4 : turn == 1 ? 0x025 : 0x224;
        long value =
                Math.round(
                        turn == 0
                                ? wheelSpeed(ego) * 360
                                : turn == 1 ? wheelAngle(ego) * 10 : ego.brake() * 1000);
        boolean pressed = turn == 2 && value > 5;
        out.header(sequence, stamp, "")
                .u32(id)
                .u8(0)
                .u8(0)
                .u8(0)
                .u8(8)
                .raw(
                        (byte) (value >> 8),
                        (byte) value,
                        (byte) (pressed ? 1 : 0),
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) 0,
                        (byte) (sequence / 3));
    }

    private double wheelSpeed(EgoState ego) {
        double speed = ego.pose().speed();
        return speed < 0.02 ? 0 : Math.max(0, speed * 1.002 + 0.015 * random.nextGaussian());
    }

    private double wheelAngle(EgoState ego) {
        return Math.toDegrees(ego.steering()) * STEERING_RATIO + 0.15 * random.nextGaussian();
    }
}
