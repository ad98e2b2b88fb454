package dev.roadloop.convert.sync;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Recognises fields that hold an angle that wraps, by their names.
final class AngleNames {

    private static final Set<String> DEGREES =
            Set.of("longitude", "lon", "lng", "course", "cog", "track", "bearing", "azimuth");
    private static final Set<String> RADIANS = Set.of("yaw", "heading", "roll", "pitch", "psi");
    private static final Set<String> DEGREE_UNITS = Set.of("deg", "degree", "degrees");
    private static final Set<String> RADIAN_UNITS = Set.of("rad", "radian", "radians");

    /// Words that make something else of an angle.
    private static final Set<String> NOT_ANGLES =
            Set.of(
                    "rate",
                    "rates",
                    "speed",
                    "vel",
                    "velocity",
                    "acc",
                    "accel",
                    "acceleration",
                    "err",
                    "error",
                    "accuracy",
                    "std",
                    "stddev",
                    "variance",
                    "covariance",
                    "count",
                    "steering",
                    "steer",
                    "torque",
                    "status",
                    "valid",
                    "offset",
                    "bias");

    private AngleNames() {}

    /// @param name a field's own name, or a topic's last part
    /// @return [ColumnKind#DEGREES] or [ColumnKind#RADIANS]; empty where it is no such angle
    static Optional<ColumnKind> kind(String name) {
        Set<String> words = words(name);
        if (words.stream().anyMatch(NOT_ANGLES::contains)) {
            return Optional.empty();
        }
        boolean degrees = words.stream().anyMatch(DEGREES::contains);
        boolean radians = words.stream().anyMatch(RADIANS::contains);
        if (!degrees && !radians) {
            return Optional.empty();
        }
        if (words.stream().anyMatch(DEGREE_UNITS::contains)) {
            return Optional.of(ColumnKind.DEGREES);
        }
        if (words.stream().anyMatch(RADIAN_UNITS::contains)) {
            return Optional.of(ColumnKind.RADIANS);
        }
        return Optional.of(degrees ? ColumnKind.DEGREES : ColumnKind.RADIANS);
    }

    private static Set<String> words(String name) {
        String apart = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return Set.copyOf(
                java.util.List.of(apart.split("[^a-z]+", -1)).stream().distinct().toList());
    }
}
