package dev.roadloop.training.search;

import java.util.Map;

/// What a key belongs to, and what it is called in filters: capitals count.
public enum Entity {
    ATTRIBUTE,
    METRIC,
    PARAMETER,
    TAG,
    DATASET;

    /// In filters for runs.
    public static final Map<String, Entity> OF_RUNS =
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

    /// In filters for experiments, registered models and their versions.
    public static final Map<String, Entity> OF_NAMED_THINGS =
            Map.of("attribute", ATTRIBUTE, "tag", TAG, "tags", TAG);

    /// In filters for logged models.
    public static final Map<String, Entity> OF_LOGGED_MODELS =
            Map.of("attributes", ATTRIBUTE, "metrics", METRIC, "params", PARAMETER, "tags", TAG);
}
