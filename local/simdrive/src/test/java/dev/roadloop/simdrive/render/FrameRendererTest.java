package dev.roadloop.simdrive.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.truth.SeenActor;
import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FrameRendererTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void projectedBoxesContainEveryPaintedPixel(Scenario scenario) {
        World world = World.simulate(scenario, 20, 11);
        FrameRenderer renderer = new FrameRenderer(new Studio(world, CameraModel.front(640, 360)));
        int seen = 0;
        for (double time = 0; time < 20; time += 1.7) {
            for (SeenActor actor : renderer.render(time, 1).truth(0).actors()) {
                assertThat(actor.whole().contains(actor.seen(), 1.01))
                        .as("%s at %.1f s: %s", scenario.id(), time, actor)
                        .isTrue();
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(50);
    }
}
