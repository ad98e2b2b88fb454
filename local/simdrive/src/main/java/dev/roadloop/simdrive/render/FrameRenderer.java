package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.Actor;
import dev.roadloop.simdrive.world.ActorKind;
import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.EgoState;
import dev.roadloop.simdrive.world.Pose;
import dev.roadloop.simdrive.world.Scenery;
import dev.roadloop.simdrive.world.World;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Renders frames of one world. Not thread-safe: one per thread, sharing a [Studio].
public final class FrameRenderer {

    private static final double FARTHEST = 260;
    private static final double SHADOW_REACH = 70;

    /// Something to draw, nearest first.
    private record Item(
            Mesh mesh,
            double x,
            double y,
            double yaw,
            double distance,
            int owner,
            ActorKind kind) {}

    private final World world;
    private final Studio studio;
    private final Picture picture;
    private final ObjectPainter objects;
    private final Rasterizer rasterizer;
    private final GroundPainter ground;
    private final SkyPainter sky;
    private final LensEffects lens;
    private final int[] scratch;

    /// @param studio shared by all renderers of the world
    public FrameRenderer(Studio studio) {
        this.studio = studio;
        this.world = studio.world;
        CameraModel camera = studio.camera;
        picture = new Picture(camera.width(), camera.height());
        rasterizer =
                new Rasterizer(
                        picture,
                        new Facade(studio.grain, studio.air, camera.focal()),
                        studio.leaves);
        rasterizer.airColour(studio.air.haze());
        objects = new ObjectPainter(picture, rasterizer, studio.air);
        ground = new GroundPainter(world.road(), studio.air, studio.grain, studio.patches);
        sky = new SkyPainter(studio.air, studio.patches);
        lens =
                new LensEffects(
                        world.scenario().weather() == Scenario.Weather.RAIN,
                        studio.air.night(),
                        camera.width(),
                        camera.height());
        scratch = new int[camera.width() * camera.height()];
    }

    /// Renders the frame exposed `time` seconds after the start. The result is valid until the next
    /// call.
    public RenderedFrame render(double time, long seed) {
        EgoState ego = world.ego(time);
        View view = new View(studio.camera, ego.pose());
        Lighting light = new Lighting(studio.air, world.road(), view);
        picture.clear();
        objects.clear();
        List<Item> items = items(view, time);
        Map<Integer, Integer> silhouettes = new HashMap<>();
        for (Item item : items) {
            int size =
                    objects.draw(
                            item.mesh(), item.x(), item.y(), item.yaw(), view, light, item.owner());
            silhouettes.put(item.owner(), size);
        }
        shade(items, view);
        sky.paint(picture, view);
        ground.paint(picture, view, light);
        picture.soften(scratch);
        if (studio.air.night()) {
            lampGlow(view, time);
        }
        lens.expose(picture, seed);
        return new RenderedFrame(picture, view, ego, time, world, silhouettes);
    }

    private List<Item> items(View view, double time) {
        List<Item> items = new ArrayList<>();
        for (Scenery thing : world.scenery()) {
            add(
                    items,
                    view,
                    studio.models.of(thing),
                    Pose.at(thing.x(), thing.y(), thing.yaw()),
                    -1,
                    ActorKind.BARRIER);
        }
        for (Actor actor : world.actors()) {
            Pose pose = actor.pose(time);
            double near = Math.hypot(pose.x() - view.x, pose.y() - view.y);
            if (near < FARTHEST) {
                add(
                        items,
                        view,
                        studio.models.of(actor, time, world.red(time)),
                        pose,
                        actor.id(),
                        actor.kind());
            }
        }
        items.sort(Comparator.comparingDouble(Item::distance));
        return items;
    }

    private static void add(
            List<Item> items, View view, Mesh mesh, Pose pose, int owner, ActorKind kind) {
        double depth = view.depth(pose.x(), pose.y(), 0);
        double right = Math.abs(view.right(pose.x(), pose.y()));
        double wide = view.camera.width() / (2 * view.camera.focal());
        if (depth > -mesh.radius
                && depth < FARTHEST
                && right - mesh.radius * 1.3 < Math.max(depth, 0.5) * wide + mesh.radius) {
            items.add(
                    new Item(
                            mesh,
                            pose.x(),
                            pose.y(),
                            pose.yaw(),
                            Math.hypot(depth, right),
                            owner,
                            kind));
        }
    }

    private void shade(List<Item> items, View view) {
        for (Item item : items) {
            if (item.owner() > 0 && item.distance() < SHADOW_REACH) {
                objects.under(
                        item.x(),
                        item.y(),
                        item.yaw(),
                        item.kind().length() * 0.97,
                        item.kind().width() * 0.97,
                        view);
            }
        }
        if (studio.air.shadow() == 0) {
            return;
        }
        for (Scenery thing : world.scenery()) {
            if (Math.hypot(thing.x() - view.x, thing.y() - view.y) < SHADOW_REACH * 1.4) {
                objects.shadow(studio.models.of(thing), thing.x(), thing.y(), thing.yaw(), view);
            }
        }
        for (Item item : items) {
            if (item.owner() > 0 && item.distance() < SHADOW_REACH) {
                objects.shadow(item.mesh(), item.x(), item.y(), item.yaw(), view);
            }
        }
    }

    private void lampGlow(View view, double time) {
        for (Scenery thing : world.scenery()) {
            if (thing.kind() == Scenery.Kind.LAMP) {
                double x = thing.x() + 2.05 * Math.cos(thing.yaw());
                double y = thing.y() + 2.05 * Math.sin(thing.yaw());
                glowAt(view, x, y, thing.height(), 0.5, new Paint(0.9f, 0.7f, 0.42f));
            }
        }
        for (Actor actor : world.actors()) {
            Pose pose = actor.pose(time);
            if (!actor.kind().isVehicle() || actor.distance(1e9) == 0) {
                continue;
            }
            double facing = Math.cos(pose.yaw()) * view.fx + Math.sin(pose.yaw()) * view.fy;
            double reach = actor.kind().length() / 2 * (facing > 0 ? -1 : 1);
            for (int side = -1; side <= 1; side += 2) {
                double across = side * (actor.kind().width() / 2 - 0.3);
                double x = pose.x() + reach * Math.cos(pose.yaw()) - across * Math.sin(pose.yaw());
                double y = pose.y() + reach * Math.sin(pose.yaw()) + across * Math.cos(pose.yaw());
                boolean braking = actor.braking(time);
                glowAt(
                        view,
                        x,
                        y,
                        0.7,
                        facing > 0 ? 0.14 : 0.42,
                        facing > 0
                                ? new Paint(braking ? 0.9f : 0.5f, 0.08f, 0.05f)
                                : new Paint(0.95f, 0.92f, 0.8f));
            }
        }
    }

    private void glowAt(View view, double x, double y, double z, double size, Paint paint) {
        double depth = view.depth(x, y, z);
        if (depth < 2 || depth > 150) {
            return;
        }
        int column = (int) view.column(view.right(x, y), depth);
        int row = (int) view.row(view.down(x, y, z), depth);
        boolean inside = column >= 0 && row >= 0 && column < picture.width && row < picture.height;
        if (inside && picture.inverseDepth[row * picture.width + column] < 1.04 / depth + 0.003) {
            LensEffects.glow(
                    picture,
                    column,
                    row,
                    Math.max(2.5, view.camera.focal() * size / depth),
                    paint.red(),
                    paint.green(),
                    paint.blue());
        }
    }
}
