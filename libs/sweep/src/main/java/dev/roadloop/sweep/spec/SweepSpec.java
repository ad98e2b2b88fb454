package dev.roadloop.sweep.spec;

import java.util.Collections;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/// What to try, and what is good.
///
/// @param name empty if it has none
/// @param metric name of what is to be low or high
/// @param target as good as this is good enough, where the file says
/// @param parameters by name; those of a group have the group's name and a dot before their own
/// @param early when trials are compared
/// @param runCap most trials, where the file says
public record SweepSpec(
        String name,
        Method method,
        String metric,
        Goal goal,
        OptionalDouble target,
        SortedMap<String, Domain> parameters,
        EarlyStop early,
        OptionalInt runCap) {

    /// Checks that there is something to try.
    public SweepSpec {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("parameters: expected at least one, found none");
        }
        if (metric.isBlank()) {
            throw new IllegalArgumentException("metric: expected a name");
        }
    }
}
