package dev.roadloop.simdrive.world;

import dev.roadloop.simdrive.Scenario;
import java.util.random.RandomGenerator;

/// Everyone who has no part in the story: oncoming traffic, parked cars, people on the pavements,
/// traffic lights.
final class Extras {

    private final Simulation sim;
    private final RandomGenerator random;

    Extras(Simulation sim) {
        this.sim = sim;
        this.random = sim.random;
    }

    void populate(Scenario scenario) {
        trafficLights();
        oncoming();
        parked(1);
        parked(-1);
        strollers(scenario == Scenario.RAIN || scenario == Scenario.NIGHT ? 0.35 : 1);
        if (scenario == Scenario.FOLLOWING || scenario == Scenario.NIGHT) {
            sim.drive(
                    ActorKind.CAR,
                    1,
                    Simulation.EGO_START + 48,
                    Road.INNER_LANE,
                    Simulation.CRUISE + 0.8);
            sim.drive(
                    ActorKind.BUS,
                    1,
                    Simulation.EGO_START + 85,
                    Road.OUTER_LANE,
                    Simulation.CRUISE);
        }
    }

    private void trafficLights() {
        double crossing = sim.road.crossing();
        sim.stand(ActorKind.TRAFFIC_LIGHT, crossing - 6, -Road.KERB - 0.8, 0);
        sim.stand(ActorKind.TRAFFIC_LIGHT, crossing + 6, Road.KERB + 0.8, 0);
    }

    private void oncoming() {
        double s = Simulation.EGO_START + 45 + 30 * random.nextDouble();
        double reach = sim.road.length() - 20;
        while (s < reach) {
            double lane = random.nextDouble() < 0.65 ? -Road.INNER_LANE : -Road.OUTER_LANE;
            sim.drive(vehicle(), -1, s, lane, 9 + 3 * random.nextDouble());
            s += 28 + 60 * random.nextDouble();
        }
    }

    private void parked(int side) {
        double s = 6 + 8 * random.nextDouble();
        while (s < sim.road.length() - 10) {
            ActorKind kind = random.nextDouble() < 0.85 ? ActorKind.CAR : ActorKind.VAN;
            boolean free = Math.abs(s - sim.road.crossing()) > 20;
            if (free && random.nextDouble() < 0.62) {
                double d = -side * (-Road.PARKING) + 0.15 * (random.nextDouble() - 0.5);
                sim.stand(
                        kind, s, d, (side < 0 ? Math.PI : 0) + 0.04 * (random.nextDouble() - 0.5));
            }
            s += kind.length() + 1.2 + 5 * random.nextDouble();
        }
    }

    private void strollers(double density) {
        double s = 12;
        while (s < sim.road.length() - 10) {
            double side = random.nextBoolean() ? 1 : -1;
            double pace = (random.nextBoolean() ? 1 : -1) * (1 + 0.6 * random.nextDouble());
            double d = side * (Road.KERB + 1.4 + 1.6 * random.nextDouble());
            if (Math.abs(s - sim.road.crossing()) > 14) {
                sim.walkers.add(
                        new Walker(
                                sim.add(ActorKind.PEDESTRIAN),
                                sim.road,
                                s,
                                d,
                                pace,
                                0,
                                Double.NaN,
                                true));
            }
            s += (6 + 26 * random.nextDouble()) / density;
        }
    }

    private ActorKind vehicle() {
        double draw = random.nextDouble();
        if (draw < 0.72) {
            return ActorKind.CAR;
        }
        return draw < 0.86 ? ActorKind.VAN : draw < 0.95 ? ActorKind.TRUCK : ActorKind.BUS;
    }
}
