package dev.roadloop.simdrive.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Lays out what stands beside the road: houses in a row, trees and lamps along the pavements,
/// signs.
final class SceneryPlan {

    private static final double GAP_AT_CROSSING = 9;

    private final Road road;
    private final RandomGenerator random;
    private final List<Scenery> laid = new ArrayList<>();

    SceneryPlan(Road road, RandomGenerator random) {
        this.road = road;
        this.random = random;
    }

    List<Scenery> lay() {
        for (int side = -1; side <= 1; side += 2) {
            houses(side);
            trees(side);
            lamps(side);
        }
        put(Scenery.Kind.SIGN, road.crossing() - 32, -Road.KERB - 0.7, 0, 0.3, 0.7, 2.7);
        return laid;
    }

    private void houses(int side) {
        double s = 0;
        while (s < road.length() - 5) {
            double length = 11 + 13 * random.nextDouble();
            double depth = 11 + 3 * random.nextDouble();
            double height = 3.2 * (2 + random.nextInt(4)) + 1.2;
            boolean park = random.nextDouble() < 0.16;
            if (Math.abs(s + length / 2 - road.crossing()) > length / 2 + GAP_AT_CROSSING) {
                double middle = s + length / 2;
                if (park) {
                    put(
                            Scenery.Kind.HEDGE,
                            middle,
                            side * (Road.PAVEMENT_END + 0.8),
                            0,
                            length * 0.95,
                            1.1,
                            1.5);
                    tree(
                            s + length * 0.3,
                            side * (Road.PAVEMENT_END + 5 + 2 * random.nextDouble()),
                            1.35);
                    tree(s + length * 0.75, side * (Road.PAVEMENT_END + 6), 1.2);
                } else {
                    put(
                            Scenery.Kind.BUILDING,
                            middle,
                            side * (Road.PAVEMENT_END + 0.8 + depth / 2),
                            side < 0 ? 0 : Math.PI,
                            length,
                            depth,
                            height);
                }
            }
            s += length + (random.nextDouble() < 0.3 ? 3 : 0);
        }
    }

    private void trees(int side) {
        for (double s = 9; s < road.length() - 4; s += 17 + 9 * random.nextDouble()) {
            if (Math.abs(s - road.crossing()) > 18 && random.nextDouble() < 0.75) {
                tree(s, side * (Road.KERB + 0.9), 0.85 + 0.3 * random.nextDouble());
            }
        }
    }

    private void tree(double s, double d, double size) {
        put(Scenery.Kind.TREE, s, d, 0, 4.4 * size, 4.4 * size, 7 * size);
    }

    private void lamps(int side) {
        for (double s = side < 0 ? 15 : 30; s < road.length() - 4; s += 30) {
            put(
                    Scenery.Kind.LAMP,
                    s,
                    side * (Road.KERB + 0.55),
                    side < 0 ? Math.PI / 2 : -Math.PI / 2,
                    2.2,
                    0.3,
                    7.5);
        }
    }

    private void put(
            Scenery.Kind kind,
            double s,
            double d,
            double turn,
            double length,
            double width,
            double height) {
        laid.add(
                new Scenery(
                        kind,
                        road.x(s, d),
                        road.y(s, d),
                        road.heading(s) + turn,
                        length,
                        width,
                        height,
                        random.nextInt(Integer.MAX_VALUE)));
    }
}
