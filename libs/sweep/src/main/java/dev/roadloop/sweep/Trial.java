package dev.roadloop.sweep;

import dev.roadloop.sweep.search.Configuration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How a trial stands.
///
/// @param number from 0
/// @param iterations done, as far as was told
/// @param value of the metric after them
/// @param seconds of the device, all its jobs together
/// @param readings of the metric, at rungs and at the end
/// @param metrics all that it is known for
/// @param message why it failed
public record Trial(
        int number,
        Configuration configuration,
        Status status,
        int iterations,
        @Nullable Double value,
        double seconds,
        List<Reading> readings,
        SortedMap<String, Double> metrics,
        @Nullable String message) {

    /// Keeps copies.
    public Trial {
        readings = List.copyOf(readings);
        metrics = Collections.unmodifiableSortedMap(new TreeMap<>(metrics));
    }

    /// Whether there is more to come.
    public enum Status {
        /// A worker has it.
        RUNNING,
        /// It stands at a rung; others are better so far.
        PAUSED,
        /// It ran to its end.
        COMPLETED,
        /// It stood at a rung when the sweep ended.
        KILLED,
        /// It cannot go on.
        FAILED
    }

    /// The metric at a time.
    public record Reading(int iterations, double value) {}

    /// The same, with a status.
    Trial at(Status now) {
        return new Trial(
                number, configuration, now, iterations, value, seconds, readings, metrics, message);
    }
}
