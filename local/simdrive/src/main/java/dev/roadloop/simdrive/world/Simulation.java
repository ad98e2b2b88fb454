package dev.roadloop.simdrive.world;

import dev.roadloop.simdrive.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One drive while it is being simulated, 100 steps per second: everyone decides, then everyone
/// moves.
final class Simulation {

    static final double CRUISE = 11.5;
    static final double EGO_START = 40;
    private static final double STOP_LINE = 12;

    final Road road;
    final double duration;
    final RandomGenerator random;
    final List<Actor> actors = new ArrayList<>();
    final List<LaneAgent> agents = new ArrayList<>();
    final List<Walker> walkers = new ArrayList<>();
    final List<DriveEvent> events = new ArrayList<>();
    final EgoAgent ego;
    double redUntil;
    double closedFrom = Double.POSITIVE_INFINITY;
    private final Scenario scenario;
    private final Script script;

    Simulation(Scenario scenario, double duration, long seed) {
        if (!(duration >= 1 && duration <= 600)) {
            throw new IllegalArgumentException(
                    "a drive of " + duration + " s: the duration must be 1 to 600 s");
        }
        this.scenario = scenario;
        this.duration = duration;
        this.random =
                RandomGeneratorFactory.of("L64X128MixRandom")
                        .create(seed * 31 + scenario.ordinal());
        double crossing = EGO_START + 35 + CRUISE * duration * 0.5;
        this.road =
                new Road(
                        EGO_START + CRUISE * duration + 420,
                        0.10 + 0.12 * random.nextDouble(),
                        random.nextDouble() * 6.28,
                        crossing);
        this.ego = new EgoAgent(road, EGO_START, Road.OUTER_LANE, CRUISE);
        this.script = new Script(this, scenario);
    }

    World run() {
        script.populate();
        double dt = 1.0 / World.STEPS_PER_SECOND;
        int steps = (int) Math.round(duration * World.STEPS_PER_SECOND);
        for (int i = 0; i <= steps; i++) {
            double time = i * dt;
            script.direct(time);
            decide(time, dt);
            agents.forEach(LaneAgent::record);
            walkers.forEach(Walker::record);
            agents.forEach(agent -> agent.step(dt));
            walkers.forEach(walker -> walker.step(dt));
            ego.step(dt);
        }
        script.close(steps * dt);
        return new World(
                scenario,
                duration,
                road,
                actors,
                new SceneryPlan(road, random).lay(),
                ego.states(),
                events,
                redUntil);
    }

    Actor add(ActorKind kind) {
        Actor actor = new Actor(actors.size() + 1, kind, random.nextInt(Integer.MAX_VALUE));
        actors.add(actor);
        return actor;
    }

    LaneAgent drive(ActorKind kind, int direction, double s, double d, double speed) {
        LaneAgent agent = new LaneAgent(add(kind), road, direction, s, d, speed);
        agents.add(agent);
        return agent;
    }

    /// Something that stands still for the whole drive.
    Actor stand(ActorKind kind, double s, double d, double turn) {
        Actor actor = add(kind);
        actor.track().add(road.x(s, d), road.y(s, d), road.heading(s) + turn, 0, 0);
        return actor;
    }

    private void decide(double time, double dt) {
        for (LaneAgent agent : agents) {
            double gap = Double.POSITIVE_INFINITY;
            double speed = 0;
            for (LaneAgent other : agents) {
                double ahead =
                        (other.s() - agent.s()) * agent.direction()
                                - (other.actor().kind().length() + agent.actor().kind().length())
                                        / 2;
                if (other != agent
                        && other.direction() == agent.direction()
                        && Math.abs(other.d() - agent.d()) < 1.3
                        && ahead > -1
                        && ahead < gap) {
                    gap = ahead;
                    speed = other.speed();
                }
            }
            double toEgo = ego.s() - 1 - agent.s() - agent.actor().kind().length() / 2;
            if (agent.direction() > 0
                    && Math.abs(ego.d() - agent.d()) < 1.6
                    && toEgo > -2
                    && toEgo < gap) {
                gap = toEgo;
                speed = ego.speed();
            }
            agent.decide(time, gap, speed);
        }
        decideEgo(time, dt);
    }

    private void decideEgo(double time, double dt) {
        double nose = ego.s() + EgoAgent.NOSE;
        double gap = Double.POSITIVE_INFINITY;
        double speed = 0;
        for (LaneAgent other : agents) {
            double side = other.actor().kind() == ActorKind.CYCLIST ? 1.3 : 1.9;
            double ahead = other.s() - other.actor().kind().length() / 2 - nose;
            if (other.direction() > 0
                    && Math.abs(other.d() - ego.d()) < side
                    && ahead > -3
                    && ahead < gap) {
                gap = ahead;
                speed = other.speed();
            }
        }
        double line = road.crossing() - STOP_LINE;
        boolean blocked =
                redUntil > time
                        || walkers.stream().anyMatch(walker -> walker.inTheWayOf(ego.d(), 1.6));
        if (blocked && line - nose > -1 && line - nose < gap) {
            gap = line - nose;
            speed = 0;
        }
        if (closedFrom - nose > 0 && closedFrom - nose < gap && ego.d() < Road.OUTER_LANE + 1.5) {
            gap = closedFrom - nose;
            speed = 0;
        }
        ego.decide(time, CRUISE, gap, speed, dt);
    }
}
