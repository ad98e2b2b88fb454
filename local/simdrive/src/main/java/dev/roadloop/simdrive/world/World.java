package dev.roadloop.simdrive.world;

import dev.roadloop.simdrive.Scenario;
import java.util.List;

/// A drive as it really was: the road, what stands beside it, everyone's movements and the ego
/// vehicle's. Immutable once simulated, so that any number of threads may render it.
public final class World {

    /// Simulation steps per second.
    public static final int STEPS_PER_SECOND = 100;

    private final Scenario scenario;
    private final double duration;
    private final Road road;
    private final List<Actor> actors;
    private final List<Scenery> scenery;
    private final List<EgoState> ego;
    private final List<DriveEvent> events;
    private final double redUntil;

    World(
            Scenario scenario,
            double duration,
            Road road,
            List<Actor> actors,
            List<Scenery> scenery,
            List<EgoState> ego,
            List<DriveEvent> events,
            double redUntil) {
        this.scenario = scenario;
        this.duration = duration;
        this.road = road;
        this.actors = List.copyOf(actors);
        this.scenery = List.copyOf(scenery);
        this.ego = List.copyOf(ego);
        this.events = List.copyOf(events);
        this.redUntil = redUntil;
    }

    /// Simulates a drive.
    ///
    /// @param duration seconds, 1 to 600
    /// @param seed fixes everything that is left to chance
    public static World simulate(Scenario scenario, double duration, long seed) {
        return new Simulation(scenario, duration, seed).run();
    }

    /// What happens on it.
    public Scenario scenario() {
        return scenario;
    }

    /// Seconds.
    public double duration() {
        return duration;
    }

    /// The street.
    public Road road() {
        return road;
    }

    /// Everything that is labelled.
    public List<Actor> actors() {
        return actors;
    }

    /// Everything that is not.
    public List<Scenery> scenery() {
        return scenery;
    }

    /// The ego vehicle's states, one per simulation step, from time 0 to the end inclusive.
    public List<EgoState> egoStates() {
        return ego;
    }

    /// What happened on purpose.
    public List<DriveEvent> events() {
        return events;
    }

    /// Whether the ego vehicle's traffic light is red at `time`.
    public boolean red(double time) {
        return time < redUntil;
    }

    /// The ego vehicle's state at the simulation step nearest to `time`.
    public EgoState ego(double time) {
        return ego.get((int) Math.clamp(Math.round(time * STEPS_PER_SECOND), 0, ego.size() - 1));
    }
}
