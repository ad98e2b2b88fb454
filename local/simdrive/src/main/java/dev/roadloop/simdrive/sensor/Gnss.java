package dev.roadloop.simdrive.sensor;

import dev.roadloop.simdrive.ros.RosBytes;
import dev.roadloop.simdrive.world.EgoState;
import dev.roadloop.simdrive.world.World;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A GNSS receiver whose antenna is above the rear axle. Its position error wanders slowly
/// (first-order Gauss-Markov, 0.7 m, 40 s) with 4 cm of noise on top; velocity has 4 cm/s.
final class Gnss {

    private static final double ANTENNA = 1.55;
    private static final double WANDER = 0.7;
    private static final double TIME_CONSTANT = 40;
    private static final double NOISE = 0.04;

    private final Place place;
    private final RandomGenerator random;
    private double errorEast;
    private double errorNorth;
    private double errorUp;
    private double last = Double.NaN;

    Gnss(Place place, long seed) {
        this.place = place;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        errorEast = WANDER * random.nextGaussian();
        errorNorth = WANDER * random.nextGaussian();
        errorUp = 1.5 * WANDER * random.nextGaussian();
    }

    void fix(World world, double time, long sequence, long stamp, RosBytes out) {
        wander(time);
        EgoState ego = world.ego(time);
        double variance = WANDER * WANDER + NOISE * NOISE;
        out.header(sequence, stamp, "gps")
                .u8(0)
                .u16(1 + 2 + 8)
                .f64(
                        place.latitudeOf(
                                ego.pose().y() + errorNorth + NOISE * random.nextGaussian()),
                        place.longitudeOf(
                                ego.pose().x() + errorEast + NOISE * random.nextGaussian()),
                        place.altitude() + ANTENNA + errorUp + 2 * NOISE * random.nextGaussian())
                .diagonal(variance, variance, 2.25 * variance)
                .u8(2);
    }

    void velocity(World world, double time, long sequence, long stamp, RosBytes out) {
        EgoState ego = world.ego(time);
        out.header(sequence, stamp, "gps")
                .f64(
                        ego.pose().speed() * Math.cos(ego.pose().yaw())
                                + NOISE * random.nextGaussian(),
                        ego.pose().speed() * Math.sin(ego.pose().yaw())
                                + NOISE * random.nextGaussian(),
                        0,
                        0,
                        0,
                        0);
    }

    private void wander(double time) {
        double keep = Double.isNaN(last) ? 1 : Math.exp(-(time - last) / TIME_CONSTANT);
        double push = WANDER * Math.sqrt(1 - keep * keep);
        errorEast = keep * errorEast + push * random.nextGaussian();
        errorNorth = keep * errorNorth + push * random.nextGaussian();
        errorUp = keep * errorUp + 1.5 * push * random.nextGaussian();
        last = time;
    }
}
