package dev.roadloop.simdrive.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.simdrive.Scenario;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WorldTest {

    @ParameterizedTest
    @EnumSource(Scenario.class)
    @Tag("slow")
    void accelerationAndYawRateIntegrateToThePath(Scenario scenario) {
        List<EgoState> states = World.simulate(scenario, 20, 3).egoStates();
        double dt = 1.0 / World.STEPS_PER_SECOND;
        Pose first = states.getFirst().pose();
        double x = first.x();
        double y = first.y();
        double yaw = first.yaw();
        double speed = first.speed();
        for (EgoState state : states.subList(0, states.size() - 1)) {
            double nextYaw = yaw + state.yawRate() * dt;
            double nextSpeed = speed + state.acceleration() * dt;
            double mean = (speed + nextSpeed) / 2;
            x += mean * dt * (Math.cos(yaw) + Math.cos(nextYaw)) / 2;
            y += mean * dt * (Math.sin(yaw) + Math.sin(nextYaw)) / 2;
            yaw = nextYaw;
            speed = nextSpeed;
        }
        Pose last = states.getLast().pose();
        assertThat(x).isCloseTo(last.x(), within(0.02));
        assertThat(y).isCloseTo(last.y(), within(0.02));
        assertThat(yaw).isCloseTo(last.yaw(), within(1e-6));
        assertThat(speed).isCloseTo(last.speed(), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    @Tag("slow")
    void egoNeverTouchesAnotherRoadUser(Scenario scenario) {
        for (long seed = 1; seed <= 5; seed++) {
            World world = World.simulate(scenario, 20, seed);
            for (double time = 0; time <= 20; time += 0.25) {
                Pose ego = world.ego(time).pose();
                for (Actor actor : world.actors()) {
                    Pose pose = actor.pose(time);
                    double ahead =
                            (pose.x() - ego.x()) * Math.cos(ego.yaw())
                                    + (pose.y() - ego.y()) * Math.sin(ego.yaw());
                    double left =
                            -(pose.x() - ego.x()) * Math.sin(ego.yaw())
                                    + (pose.y() - ego.y()) * Math.cos(ego.yaw());
                    boolean inside = ahead > -0.9 && ahead < 3.5 && Math.abs(left) < 0.9;
                    assertThat(inside)
                            .as(
                                    "%s, seed %d, %.2f s: %s %d at %.1f m ahead, %.1f m left",
                                    scenario.id(),
                                    seed,
                                    time,
                                    actor.kind().label(),
                                    actor.id(),
                                    ahead,
                                    left)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void scenariosThatPromiseAnEventContainIt() {
        assertThat(World.simulate(Scenario.CUT_IN, 20, 1).events())
                .extracting(DriveEvent::kind)
                .containsExactly("cut-in");
        assertThat(World.simulate(Scenario.HARD_BRAKE, 20, 1).events())
                .extracting(DriveEvent::kind)
                .containsExactly("hard-brake");
        assertThat(World.simulate(Scenario.CONSTRUCTION, 20, 1).events())
                .extracting(DriveEvent::kind)
                .containsExactly("lane-change");
        assertThat(World.simulate(Scenario.CYCLIST, 20, 1).events())
                .extracting(DriveEvent::kind)
                .containsExactly("cyclist-overtaken");
        assertThat(World.simulate(Scenario.PEDESTRIAN_CROSSING, 20, 1).events())
                .extracting(DriveEvent::kind)
                .containsExactly("pedestrian-crossing");
    }
}
