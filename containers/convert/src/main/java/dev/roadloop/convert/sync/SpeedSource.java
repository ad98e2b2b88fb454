package dev.roadloop.convert.sync;

import dev.roadloop.convert.sync.TopicPlan.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a topic says how fast the vehicle is: a velocity of two or three parts (`….linear.x`…), a
/// number called `speed`, or else two positions and the time between them.
///
/// @param topic the topic
/// @param satellite whether it is from satellite navigation
/// @param slots of the velocity's parts, of the one speed, or of latitude and longitude
/// @param isPosition whether the slots are latitude and longitude
record SpeedSource(String topic, boolean satellite, List<Integer> slots, boolean isPosition) {

    private static final Set<String> SATELLITE =
            Set.of("gps", "gnss", "navsat", "ublox", "novatel", "septentrio", "rtk", "qcom");
    private static final double METRES_PER_DEGREE = 111_194.93;

    SpeedSource {
        slots = List.copyOf(slots);
    }

    /// The source in a topic, if it is one.
    static Optional<SpeedSource> of(TopicPlan plan) {
        boolean satellite =
                plan.type().endsWith("/NavSatFix")
                        || plan.type().endsWith("/GPSFix")
                        || List.of(plan.topic().toLowerCase(Locale.ROOT).split("[^a-z]+", -1))
                                .stream()
                                .anyMatch(SATELLITE::contains);
        List<Integer> velocity = new ArrayList<>();
        List<Integer> speed = new ArrayList<>();
        List<Integer> position = new ArrayList<>();
        for (Group group : plan.groups()) {
            String field = group.fields().getFirst();
            String name = field.substring(field.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (group.kind() == ColumnKind.LINEAR || group.kind() == ColumnKind.DEGREES) {
                if (field.contains("twist.linear.") || field.startsWith("linear.")) {
                    velocity.add(group.slot());
                } else if (name.equals("speed") || name.endsWith("_speed")) {
                    speed.add(group.slot());
                } else if (field.equals("latitude") || field.equals("longitude")) {
                    position.add(group.slot());
                }
            }
        }
        if (velocity.size() == 2 || velocity.size() == 3) {
            return Optional.of(new SpeedSource(plan.topic(), satellite, velocity, false));
        }
        if (speed.size() == 1) {
            return Optional.of(new SpeedSource(plan.topic(), satellite, speed, false));
        }
        return position.size() == 2
                ? Optional.of(new SpeedSource(plan.topic(), satellite, position, true))
                : Optional.empty();
    }

    /// The speed that a sample shows.
    ///
    /// @param before the sample before it, null for the first
    OptionalDouble speed(@Nullable Sample before, Sample sample) {
        if (!slots.stream().allMatch(sample::has)) {
            return OptionalDouble.empty();
        }
        if (!isPosition) {
            double squares = 0;
            for (int slot : slots) {
                squares += sample.real(slot) * sample.real(slot);
            }
            return OptionalDouble.of(Math.sqrt(squares));
        }
        if (before == null
                || sample.logTime <= before.logTime
                || !slots.stream().allMatch(before::has)) {
            return OptionalDouble.empty();
        }
        double north = sample.real(slots.getFirst()) - before.real(slots.getFirst());
        double east =
                Math.IEEEremainder(sample.real(slots.getLast()) - before.real(slots.getLast()), 360)
                        * Math.cos(Math.toRadians(sample.real(slots.getFirst())));
        double seconds = (sample.logTime - before.logTime) / 1e9;
        return OptionalDouble.of(METRES_PER_DEGREE * Math.hypot(north, east) / seconds);
    }

    /// When a sample's speed was that: in the middle between two positions.
    long time(@Nullable Sample before, Sample sample) {
        return isPosition && before != null
                ? before.logTime + (sample.logTime - before.logTime) / 2
                : sample.logTime;
    }
}
