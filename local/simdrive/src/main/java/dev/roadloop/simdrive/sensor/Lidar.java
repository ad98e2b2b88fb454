package dev.roadloop.simdrive.sensor;

import dev.roadloop.simdrive.ros.RosBytes;
import dev.roadloop.simdrive.world.Actor;
import dev.roadloop.simdrive.world.Pose;
import dev.roadloop.simdrive.world.Scenery;
import dev.roadloop.simdrive.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// A turning lidar on the roof: 32 beams from -22° to +9°, one shot per 1.5°, 80 m, 2 cm of noise.
/// It sees the boxes of actors and scenery and the ground; fields x, y, z, intensity as `float32`
/// in the frame `lidar`.
final class Lidar {

    /// Metres ahead of the rear axle.
    static final double FORWARD = 1.3;

    /// Metres above the ground.
    static final double UP = 1.85;

    private static final int BEAMS = 32;
    private static final int SHOTS = 240;
    private static final double REACH = 80;
    private static final double NOISE = 0.02;

    /// A standing box in the sensor's level frame.
    private record Block(
            double x,
            double y,
            double cos,
            double sin,
            double halfLength,
            double halfWidth,
            double top,
            float intensity) {}

    private final World world;
    private final RandomGenerator random;

    Lidar(World world, long seed) {
        this.world = world;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    void scan(World scanned, double time, long sequence, long stamp, RosBytes out) {
        byte[] points = points(time);
        out.header(sequence, stamp, "lidar").u32(1).u32(points.length / 16).u32(4);
        String[] names = {"x", "y", "z", "intensity"};
        for (int i = 0; i < names.length; i++) {
            out.string(names[i]).u32(4L * i).u8(7).u32(1);
        }
        out.u8(0).u32(16).u32(points.length).bytes(points).u8(1);
    }

    private byte[] points(double time) {
        Pose ego = world.ego(time).pose();
        double sinPitch = Math.sin(ego.pitch());
        double cosPitch = Math.cos(ego.pitch());
        double height = UP * cosPitch + FORWARD * sinPitch;
        List<Block> blocks = blocks(ego, time, FORWARD * cosPitch - UP * sinPitch);
        ByteBuffer points = ByteBuffer.allocate(BEAMS * SHOTS * 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int shot = 0; shot < SHOTS; shot++) {
            double azimuth = 2 * Math.PI * shot / SHOTS - Math.PI;
            List<Block> inPlane = towards(blocks, azimuth);
            for (int beam = 0; beam < BEAMS; beam++) {
                double elevation = Math.toRadians(-22 + 31.0 * beam / (BEAMS - 1));
                double bx = Math.cos(elevation) * Math.cos(azimuth);
                double by = Math.cos(elevation) * Math.sin(azimuth);
                double bz = Math.sin(elevation);
                shoot(
                        inPlane,
                        height,
                        bx * cosPitch - bz * sinPitch,
                        by,
                        bx * sinPitch + bz * cosPitch,
                        bx,
                        by,
                        bz,
                        points);
            }
        }
        byte[] bytes = new byte[points.position()];
        points.flip().get(bytes);
        return bytes;
    }

    private void shoot(
            List<Block> blocks,
            double height,
            double dx,
            double dy,
            double dz,
            double bx,
            double by,
            double bz,
            ByteBuffer points) {
        double nearest = dz < -1e-6 ? -height / dz : Double.POSITIVE_INFINITY;
        float intensity = 14;
        for (Block block : blocks) {
            double hit = hit(block, height, dx, dy, dz);
            if (hit < nearest) {
                nearest = hit;
                intensity = block.intensity();
            }
        }
        if (nearest > 1 && nearest < REACH) {
            double range = nearest + NOISE * random.nextGaussian();
            points.putFloat((float) (bx * range))
                    .putFloat((float) (by * range))
                    .putFloat((float) (bz * range))
                    .putFloat(Math.round(intensity * (1 - 0.5 * nearest / REACH)));
        }
    }

    /// Distance along the ray to a box by the slab method, infinite for a miss.
    private static double hit(Block block, double height, double dx, double dy, double dz) {
        double ox = -block.x() * block.cos() - block.y() * block.sin();
        double oy = block.x() * block.sin() - block.y() * block.cos();
        double lx = dx * block.cos() + dy * block.sin();
        double ly = -dx * block.sin() + dy * block.cos();
        double near = 0;
        double far = Double.POSITIVE_INFINITY;
        double[] origin = {ox, oy, height};
        double[] direction = {lx, ly, dz};
        double[] low = {-block.halfLength(), -block.halfWidth(), 0};
        double[] high = {block.halfLength(), block.halfWidth(), block.top()};
        for (int axis = 0; axis < 3; axis++) {
            double t0 = (low[axis] - origin[axis]) / direction[axis];
            double t1 = (high[axis] - origin[axis]) / direction[axis];
            near = Math.max(near, Math.min(t0, t1));
            far = Math.min(far, Math.max(t0, t1));
        }
        return near <= far ? near : Double.POSITIVE_INFINITY;
    }

    private List<Block> blocks(Pose ego, double time, double forward) {
        List<Block> blocks = new ArrayList<>();
        for (Actor actor : world.actors()) {
            add(
                    blocks,
                    ego,
                    forward,
                    actor.pose(time),
                    actor.kind().length(),
                    actor.kind().width(),
                    actor.kind().height(),
                    20 + actor.look() % 60);
        }
        for (Scenery thing : world.scenery()) {
            Pose pose = Pose.at(thing.x(), thing.y(), thing.yaw());
            switch (thing.kind()) {
                case BUILDING, HEDGE ->
                        add(
                                blocks,
                                ego,
                                forward,
                                pose,
                                thing.length(),
                                thing.width(),
                                thing.height(),
                                30);
                case TREE -> add(blocks, ego, forward, pose, 0.3, 0.3, thing.height() * 0.5, 10);
                case LAMP, SIGN -> add(blocks, ego, forward, pose, 0.15, 0.15, thing.height(), 40);
            }
        }
        return blocks;
    }

    private static void add(
            List<Block> blocks,
            Pose ego,
            double forward,
            Pose pose,
            double length,
            double width,
            double top,
            float intensity) {
        double dx = pose.x() - ego.x();
        double dy = pose.y() - ego.y();
        if (Math.hypot(dx, dy) < REACH + length) {
            double yaw = pose.yaw() - ego.yaw();
            blocks.add(
                    new Block(
                            Math.cos(ego.yaw()) * dx + Math.sin(ego.yaw()) * dy - forward,
                            -Math.sin(ego.yaw()) * dx + Math.cos(ego.yaw()) * dy,
                            Math.cos(yaw),
                            Math.sin(yaw),
                            length / 2,
                            width / 2,
                            top,
                            intensity));
        }
    }

    private static List<Block> towards(List<Block> blocks, double azimuth) {
        double cos = Math.cos(azimuth);
        double sin = Math.sin(azimuth);
        List<Block> hit = new ArrayList<>();
        for (Block block : blocks) {
            double radius = block.halfLength() + block.halfWidth();
            double along = block.x() * cos + block.y() * sin;
            double across = Math.abs(-block.x() * sin + block.y() * cos);
            // The pitch of a few milliradians moves a ray sideways by less than a hand's width.
            if (along > -radius && across < radius + 0.1) {
                hit.add(block);
            }
        }
        return hit;
    }
}
