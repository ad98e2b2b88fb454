package dev.roadloop.simdrive.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.truth.Box2d;
import dev.roadloop.simdrive.truth.FrameTruth;
import dev.roadloop.simdrive.truth.SeenActor;
import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.Road;
import dev.roadloop.simdrive.world.World;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class FrameRendererTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void projectedBoxesContainEveryPaintedPixel(Scenario scenario) {
        World world = World.simulate(scenario, 20, 11);
        FrameRenderer renderer = new FrameRenderer(new Studio(world, CameraModel.front(640, 360)));
        int seen = 0;
        for (double time = 0; time < 20; time += 3.1) {
            for (SeenActor actor : renderer.render(time, 1).truth(0).actors()) {
                assertThat(actor.whole().contains(actor.seen(), 1.01))
                        .as("%s at %.1f s: %s", scenario.id(), time, actor)
                        .isTrue();
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void theDrivableAreaIsRoadThatNothingHides(Scenario scenario) {
        World world = World.simulate(scenario, 20, 11);
        CameraModel camera = CameraModel.front(640, 360);
        FrameRenderer renderer = new FrameRenderer(new Studio(world, camera));
        for (double time = 0; time < 20; time += 6.5) {
            FrameTruth truth = renderer.render(time, 1).truth(0);
            byte[] drivable = new byte[640 * 360];
            truth.drivable().paint(drivable, (byte) 1);

            assertThat(drivable[640 * 350 + 320]).as("right in front").isEqualTo((byte) 1);
            assertThat(truth.drivable().area()).isBetween(640 * 360 / 10L, 640 * 360 / 2L);
            assertThat(offRoad(drivable, new View(camera, truth.ego().pose()), world.road()))
                    .as("%s at %.1f s", scenario.id(), time)
                    .isZero();
            for (SeenActor actor : truth.actors()) {
                Box2d box = actor.seen();
                double pixels = (box.right() - box.left()) * (box.bottom() - box.top());
                assertThat(within(drivable, box) + actor.pixels())
                        .as("%s at %.1f s: %s", scenario.id(), time, actor)
                        .isLessThanOrEqualTo((long) pixels);
            }
        }
    }

    /// How many drivable pixels look at ground off the road, by a centimetre or more.
    private static int offRoad(byte[] drivable, View view, Road road) {
        int off = 0;
        for (int pixel = 0; pixel < drivable.length; pixel++) {
            double depth = view.groundDepth(pixel / 640 + 0.5);
            // Far away, a pixel is wider than what the renderer rounds.
            if (drivable[pixel] == 1 && depth < 60) {
                double right = (pixel % 640 + 0.5 - view.camera.cx()) / view.camera.focal();
                double low = (pixel / 640 + 0.5 - view.camera.cy()) / view.camera.focal();
                double x = view.x + depth * (view.fx + right * view.rx - low * view.ux);
                double y = view.y + depth * (view.fy + right * view.ry - low * view.uy);
                boolean between = Math.abs(road.dAt(x, y)) < Road.KERB + 0.01;
                double toCrossing = Math.abs(road.sAt(x, y) - road.crossing());
                off += between || toCrossing < Road.SIDE_STREET + 0.01 ? 0 : 1;
            }
        }
        return off;
    }

    private static long within(byte[] drivable, Box2d box) {
        long count = 0;
        for (int row = (int) box.top(); row < (int) box.bottom(); row++) {
            for (int column = (int) box.left(); column < (int) box.right(); column++) {
                count += drivable[row * 640 + column];
            }
        }
        return count;
    }
}
