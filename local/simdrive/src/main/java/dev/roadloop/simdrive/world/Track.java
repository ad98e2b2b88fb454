package dev.roadloop.simdrive.world;

import java.util.Arrays;

/// Where an actor was at each simulation step, 100 per second; one entry for what never moves.
final class Track {

    private static final int FIELDS = 5;
    private double[] data = new double[FIELDS];
    private int steps;

    void add(double x, double y, double yaw, double speed, double braking) {
        if ((steps + 1) * FIELDS > data.length) {
            data = Arrays.copyOf(data, data.length * 2 + FIELDS);
        }
        int at = steps * FIELDS;
        data[at] = x;
        data[at + 1] = y;
        data[at + 2] = yaw;
        data[at + 3] = speed;
        data[at + 4] = braking;
        steps++;
    }

    Pose pose(double time) {
        double index = Math.clamp(time * World.STEPS_PER_SECOND, 0, steps - 1);
        int i = (int) index;
        int next = Math.min(i + 1, steps - 1);
        double part = index - i;
        return new Pose(
                mix(i, next, part, 0),
                mix(i, next, part, 1),
                mix(i, next, part, 2),
                0,
                mix(i, next, part, 3));
    }

    boolean braking(double time) {
        int i = (int) Math.clamp(time * World.STEPS_PER_SECOND, 0, steps - 1);
        return data[i * FIELDS + 4] > 0;
    }

    /// Metres travelled until `time`, for wheels and legs.
    double distance(double time) {
        Pose start = pose(0);
        Pose now = pose(time);
        return Math.hypot(now.x() - start.x(), now.y() - start.y());
    }

    private double mix(int i, int next, double part, int field) {
        return data[i * FIELDS + field] * (1 - part) + data[next * FIELDS + field] * part;
    }
}
