package dev.roadloop.training.search;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a key belongs to.
public enum Entity {
    ATTRIBUTE,
    METRIC,
    PARAMETER,
    TAG,
    DATASET;

    private static final Map<String, Entity> NAMES =
            Map.ofEntries(
                    Map.entry("attribute", ATTRIBUTE),
                    Map.entry("attributes", ATTRIBUTE),
                    Map.entry("attr", ATTRIBUTE),
                    Map.entry("run", ATTRIBUTE),
                    Map.entry("metric", METRIC),
                    Map.entry("metrics", METRIC),
                    Map.entry("param", PARAMETER),
                    Map.entry("params", PARAMETER),
                    Map.entry("parameter", PARAMETER),
                    Map.entry("parameters", PARAMETER),
                    Map.entry("tag", TAG),
                    Map.entry("tags", TAG),
                    Map.entry("dataset", DATASET),
                    Map.entry("datasets", DATASET));

    static Optional<Entity> named(String word) {
        return Optional.ofNullable(NAMES.get(word.toLowerCase(Locale.ROOT)));
    }
}
