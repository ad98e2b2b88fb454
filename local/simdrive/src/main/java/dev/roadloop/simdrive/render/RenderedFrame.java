package dev.roadloop.simdrive.render;

import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.simdrive.truth.Box2d;
import dev.roadloop.simdrive.truth.Box3d;
import dev.roadloop.simdrive.truth.FrameTruth;
import dev.roadloop.simdrive.truth.SeenActor;
import dev.roadloop.simdrive.world.Actor;
import dev.roadloop.simdrive.world.EgoState;
import dev.roadloop.simdrive.world.Pose;
import dev.roadloop.simdrive.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One frame in the renderer's buffers, and what is true about it.
public final class RenderedFrame {

    private static final int FEWEST_PIXELS = 12;

    private final Picture picture;
    private final View view;
    private final EgoState ego;
    private final double time;
    private final World world;
    private final Map<Integer, Integer> silhouettes;

    RenderedFrame(
            Picture picture,
            View view,
            EgoState ego,
            double time,
            World world,
            Map<Integer, Integer> silhouettes) {
        this.picture = picture;
        this.view = view;
        this.ego = ego;
        this.time = time;
        this.world = world;
        this.silhouettes = silhouettes;
    }

    /// The pixels as 0xRRGGBB, row by row; the renderer's own array.
    public int[] pixels() {
        return picture.rgb;
    }

    /// Pixels per row.
    public int width() {
        return picture.width;
    }

    /// Rows.
    public int height() {
        return picture.height;
    }

    /// The actors of which at least 12 pixels show, and where the road does.
    public FrameTruth truth(int index) {
        int most = world.actors().size() + 1;
        int[] count = new int[most];
        int[] left = new int[most];
        int[] right = new int[most];
        int[] top = new int[most];
        int[] bottom = new int[most];
        java.util.Arrays.fill(left, Integer.MAX_VALUE);
        for (int y = 0; y < picture.height; y++) {
            for (int x = 0, at = y * picture.width; x < picture.width; x++, at++) {
                int owner = picture.owner[at];
                if (owner > 0) {
                    if (count[owner]++ == 0) {
                        top[owner] = y;
                    }
                    bottom[owner] = y;
                    left[owner] = Math.min(left[owner], x);
                    right[owner] = Math.max(right[owner], x);
                }
            }
        }
        List<SeenActor> seen = new ArrayList<>();
        for (Actor actor : world.actors()) {
            int id = actor.id();
            if (count[id] >= FEWEST_PIXELS) {
                Box2d visible = new Box2d(left[id], top[id], right[id] + 1, bottom[id] + 1);
                double whole = Math.max(silhouettes.getOrDefault(id, 0), count[id]);
                seen.add(
                        new SeenActor(
                                id,
                                actor.kind().label(),
                                Box3d.of(actor, ego.pose(), time),
                                visible,
                                projected(actor),
                                count[id],
                                count[id] / whole,
                                state(actor)));
            }
        }
        return new FrameTruth(index, ego, seen, drivable());
    }

    private RunLengths drivable() {
        return RunLengths.of(picture.height, picture.width, pixel -> picture.road[pixel]);
    }

    private String state(Actor actor) {
        return switch (actor.kind()) {
            case TRAFFIC_LIGHT -> world.red(time) ? "red" : "green";
            case CAR, VAN, TRUCK, BUS ->
                    actor.distance(1e9) == 0 ? "parked" : actor.braking(time) ? "braking" : "";
            case PEDESTRIAN, CYCLIST, CONE, BARRIER -> "";
        };
    }

    /// The rectangle around the eight projected corners of an actor's box, cut to the picture; a
    /// box that reaches behind the camera is cut at 0.35 m, where drawing begins.
    private Box2d projected(Actor actor) {
        Pose pose = actor.pose(time);
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 8; corner++) {
            double lx = ((corner & 1) == 0 ? -0.5 : 0.5) * actor.kind().length();
            double ly = ((corner & 2) == 0 ? -0.5 : 0.5) * actor.kind().width();
            double z = (corner & 4) == 0 ? 0 : actor.kind().height();
            double x = pose.x() + Math.cos(pose.yaw()) * lx - Math.sin(pose.yaw()) * ly;
            double y = pose.y() + Math.sin(pose.yaw()) * lx + Math.cos(pose.yaw()) * ly;
            double depth = Math.max(0.35, view.depth(x, y, z));
            double column = view.column(view.right(x, y), depth);
            double row = view.row(view.down(x, y, z), depth);
            minX = Math.min(minX, column);
            maxX = Math.max(maxX, column);
            minY = Math.min(minY, row);
            maxY = Math.max(maxY, row);
        }
        return new Box2d(
                Math.clamp(minX, 0, picture.width),
                Math.clamp(minY, 0, picture.height),
                Math.clamp(maxX, 0, picture.width),
                Math.clamp(maxY, 0, picture.height));
    }
}
