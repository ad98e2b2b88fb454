package dev.roadloop.simdrive.world;

import dev.roadloop.simdrive.Scenario;
import org.jspecify.annotations.Nullable;

/// Who takes part in a scenario, and the cues they act on.
final class Script {

    private static final double ZEBRA = 8.5;

    private final Simulation sim;
    private final Scenario scenario;
    private @Nullable LaneAgent lead;
    private @Nullable Walker crosser;
    private double began = Double.NaN;
    private boolean done;

    Script(Simulation sim, Scenario scenario) {
        this.sim = sim;
        this.scenario = scenario;
    }

    void populate() {
        double start = Simulation.EGO_START;
        double cruise = Simulation.CRUISE;
        switch (scenario) {
            case FOLLOWING, NIGHT, RAIN, FOG -> lead = follower(scenario == Scenario.FOG ? 20 : 26);
            case HARD_BRAKE ->
                    lead = sim.drive(ActorKind.CAR, 1, start + 30, Road.OUTER_LANE, cruise);
            case CUT_IN ->
                    lead = sim.drive(ActorKind.CAR, 1, start - 8, Road.INNER_LANE, cruise + 4);
            case CYCLIST -> lead = sim.drive(ActorKind.CYCLIST, 1, start + 45, -6.5, 5);
            case PEDESTRIAN_CROSSING -> {
                crosser =
                        new Walker(
                                sim.add(ActorKind.PEDESTRIAN),
                                sim.road,
                                sim.road.crossing() - ZEBRA,
                                -Road.KERB - 0.9,
                                0,
                                1.5,
                                Road.KERB + 0.9,
                                false);
                sim.walkers.add(crosser);
            }
            case RED_LIGHT -> {
                sim.redUntil = 0.68 * sim.duration;
                sim.drive(ActorKind.VAN, 1, start - 14, Road.INNER_LANE, cruise - 1);
            }
            case CONSTRUCTION -> closeLane();
        }
        new Extras(sim).populate(scenario);
    }

    private LaneAgent follower(double ahead) {
        LaneAgent car =
                sim.drive(
                        ActorKind.CAR,
                        1,
                        Simulation.EGO_START + ahead,
                        Road.OUTER_LANE,
                        Simulation.CRUISE);
        for (double time = 2; time < sim.duration; time += 4) {
            double speed = Simulation.CRUISE * (0.65 + 0.5 * sim.random.nextDouble());
            car.when(time, agent -> agent.desireSpeed(speed));
        }
        return car;
    }

    private void closeLane() {
        double site = sim.road.crossing() - 10;
        sim.closedFrom = site - 24;
        for (int i = 0; i < 8; i++) {
            sim.stand(ActorKind.CONE, site - 24 + 3 * i, Road.OUTER_LANE - 1.6 + 0.42 * i, 0);
        }
        for (int i = 0; i < 6; i++) {
            sim.stand(ActorKind.CONE, site + 5 * i, Road.OUTER_LANE + 1.45, 0);
        }
        sim.stand(ActorKind.BARRIER, site + 1, Road.OUTER_LANE - 0.2, 0);
        sim.stand(ActorKind.TRUCK, site + 14, Road.OUTER_LANE - 0.6, 0);
        sim.walkers.add(
                new Walker(
                        sim.add(ActorKind.PEDESTRIAN),
                        sim.road,
                        site + 4,
                        Road.OUTER_LANE - 1.2,
                        0.25,
                        0,
                        Double.NaN,
                        true));
    }

    /// Gives the cues that depend on where everyone is.
    void direct(double time) {
        switch (scenario) {
            case FOLLOWING, NIGHT, RAIN, FOG, RED_LIGHT -> {}
            case HARD_BRAKE -> directBraking(time);
            case CUT_IN -> directCutIn(time);
            case CYCLIST -> directOvertaking(time);
            case PEDESTRIAN_CROSSING -> directCrossing(time);
            case CONSTRUCTION -> directLaneChange(time);
        }
    }

    private void directBraking(double time) {
        LaneAgent car = lead();
        if (Double.isNaN(began) && time > 0.4 * sim.duration) {
            began = time;
            car.force(-7);
        } else if (!Double.isNaN(began) && !done && car.speed() < 0.01 && time > began + 4) {
            car.force(Double.NaN);
            note("hard-brake", began, began + Simulation.CRUISE / 7, car.actor().id());
        }
    }

    private void directCutIn(double time) {
        LaneAgent car = lead();
        double ahead = car.s() - sim.ego.s();
        if (Double.isNaN(began) && ahead > 10.5) {
            began = time;
            car.moveTo(Road.OUTER_LANE);
            car.desireSpeed(Simulation.CRUISE - 2);
        } else if (!Double.isNaN(began) && !done && Math.abs(car.d() - Road.OUTER_LANE) < 0.4) {
            note("cut-in", began, time, car.actor().id());
        }
    }

    private void directOvertaking(double time) {
        double ahead = lead().s() - sim.ego.s();
        if (Double.isNaN(began) && ahead < 38) {
            began = time;
            sim.ego.moveTo(Road.OUTER_LANE + 1.9);
        } else if (!Double.isNaN(began) && !done && ahead < -7) {
            sim.ego.moveTo(Road.OUTER_LANE);
            note("cyclist-overtaken", began, time, lead().actor().id());
        }
    }

    private void directCrossing(double time) {
        Walker walker = crosser;
        if (walker == null) {
            throw new IllegalStateException(
                    "the pedestrian scenario has no pedestrian: populate it first");
        }
        double ahead = walker.s() - sim.ego.s();
        if (Double.isNaN(began) && ahead < 46) {
            began = time;
            walker.start();
        } else if (!Double.isNaN(began) && !done && walker.d() > 0) {
            note("pedestrian-crossing", began, time, walker.actor().id());
        }
    }

    private void directLaneChange(double time) {
        double ahead = sim.closedFrom - sim.ego.s();
        if (Double.isNaN(began) && ahead < 55) {
            began = time;
            sim.ego.moveTo(Road.INNER_LANE);
        } else if (!Double.isNaN(began) && !done && Math.abs(sim.ego.d() - Road.INNER_LANE) < 0.3) {
            note("lane-change", began, time, 0);
        }
    }

    /// Notes what had begun and not ended when the drive was over.
    void close(double end) {
        if (scenario == Scenario.RED_LIGHT) {
            note("red-light", 0, Math.min(sim.redUntil, end), 0);
        } else if (!Double.isNaN(began) && !done) {
            note(scenario.id() + "-unfinished", began, end, lead == null ? 0 : lead.actor().id());
        }
    }

    private void note(String kind, double start, double end, int actor) {
        done = true;
        sim.events.add(new DriveEvent(kind, start, end, actor));
    }

    private LaneAgent lead() {
        LaneAgent agent = lead;
        if (agent == null) {
            throw new IllegalStateException(
                    "scenario " + scenario.id() + " has no leading actor: populate it first");
        }
        return agent;
    }
}
