package dev.roadloop.freeze.split;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What leaks.
///
/// @param counts how many pairs of each kind there are; of drives, pairs of splits
/// @param pairs the first [#MAX_LISTED]
public record LeakReport(Map<Leak.Kind, Long> counts, List<Leak> pairs) {
    /// How many pairs are listed.
    public static final int MAX_LISTED = 1_000;

    /// Copies the collections.
    public LeakReport {
        Map<Leak.Kind, Long> copy = new EnumMap<>(Leak.Kind.class);
        copy.putAll(counts);
        counts = Collections.unmodifiableMap(copy);
        pairs = List.copyOf(pairs);
    }

    /// Whether nothing leaks.
    public boolean isClean() {
        return counts.isEmpty();
    }

    /// How many pairs there are.
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
