package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.Actor;
import dev.roadloop.simdrive.world.Scenery;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The meshes of one drive, built once each and shared by all rendering threads.
final class Models {

    private record Key(int kind, int look, int state) {}

    private final Map<Key, Mesh> actors = new ConcurrentHashMap<>();
    private final Map<Scenery, Mesh> scenery = new ConcurrentHashMap<>();
    private final boolean lamps;

    Models(boolean lamps) {
        this.lamps = lamps;
    }

    Mesh of(Scenery item) {
        return scenery.computeIfAbsent(item, StreetModels::of);
    }

    /// @param red whether traffic lights are red at that time
    Mesh of(Actor actor, double time, boolean red) {
        int state =
                switch (actor.kind()) {
                    case CAR, VAN, TRUCK, BUS ->
                            actor.braking(time)
                                            && actor.pose(time).speed() + actor.distance(time) > 0.1
                                    ? 1
                                    : 0;
                    case PEDESTRIAN ->
                            actor.pose(time).speed() < 0.05
                                    ? -1
                                    : phase(actor.distance(time) / 1.5);
                    case CYCLIST -> phase(actor.distance(time) / 5.2);
                    case TRAFFIC_LIGHT -> red ? 1 : 0;
                    case CONE, BARRIER -> 0;
                };
        int look =
                switch (actor.kind()) {
                    case CAR, VAN, TRUCK, BUS, PEDESTRIAN, CYCLIST -> actor.look();
                    case TRAFFIC_LIGHT, CONE, BARRIER -> 0;
                };
        return actors.computeIfAbsent(
                new Key(actor.kind().ordinal(), look, state), key -> build(actor, key));
    }

    private Mesh build(Actor actor, Key key) {
        boolean parked = actor.pose(1e9).speed() + actor.distance(1e9) == 0;
        return switch (actor.kind()) {
            case CAR, VAN, TRUCK, BUS ->
                    VehicleModels.of(actor.kind(), key.look(), key.state() == 1, lamps && !parked);
            case PEDESTRIAN ->
                    PeopleModels.pedestrian(key.look(), Math.max(0, key.state()), key.state() >= 0);
            case CYCLIST -> PeopleModels.cyclist(key.look(), key.state());
            case TRAFFIC_LIGHT -> StreetModels.trafficLight(key.state() == 1);
            case CONE -> StreetModels.cone();
            case BARRIER -> StreetModels.barrier();
        };
    }

    private static int phase(double turns) {
        return (int)
                Math.floorMod(
                        (long) Math.floor(turns * PeopleModels.PHASES), (long) PeopleModels.PHASES);
    }
}
