package dev.roadloop.inspect;

import java.util.List;
import java.util.Optional;

/// Limits for the GPS's time against the log clock.
///
/// @param sources where messages carry the GPS's time; the first that fits a type counts
/// @param maxOffsetSeconds how far it may lie from the log time, at the median
/// @param maxJumpSeconds how far that distance may change from one message to the next
/// @param maxDriftPpm how much faster or slower it may run, in millionths
/// @param maxJitterSeconds how far it may scatter, as a standard deviation
public record GpsClock(
        List<Source> sources,
        double maxOffsetSeconds,
        double maxJumpSeconds,
        double maxDriftPpm,
        double maxJitterSeconds) {
    /// @throws IllegalArgumentException when a limit is not positive
    public GpsClock {
        if (sources == null
                || !(maxOffsetSeconds > 0
                        && maxJumpSeconds > 0
                        && maxDriftPpm > 0
                        && maxJitterSeconds > 0)) {
            throw new IllegalArgumentException(
                    "policy: gpsClock needs sources and positive limits, found "
                            + sources
                            + ", "
                            + maxOffsetSeconds
                            + " s, "
                            + maxJumpSeconds
                            + " s, "
                            + maxDriftPpm
                            + " ppm, "
                            + maxJitterSeconds
                            + " s");
        }
        sources = List.copyOf(sources);
    }

    /// Where messages of a type carry the GPS's time.
    ///
    /// @param type without `msg/`: `sensor_msgs/TimeReference`
    public Optional<String> fieldOf(String type) {
        return sources.stream().filter(source -> source.fits(type)).map(Source::field).findFirst();
    }

    /// Where messages carry the GPS's time.
    ///
    /// @param type their type, without `msg/`; `*/` before the name stands for any package
    /// @param field path of a time, or of a number in seconds since the Unix epoch
    public record Source(String type, String field) {
        private static final String ANY_PACKAGE = "*/";

        /// @throws IllegalArgumentException when one is missing
        public Source {
            if (type == null || type.isBlank() || field == null || field.isBlank()) {
                throw new IllegalArgumentException(
                        "policy: a source of GPS time needs type and field, found '"
                                + type
                                + "', '"
                                + field
                                + "'");
            }
        }

        boolean fits(String found) {
            return type.startsWith(ANY_PACKAGE)
                    ? found.endsWith(type.substring(1))
                    : found.equals(type);
        }
    }
}
