package dev.roadloop.models.gate;

import dev.roadloop.contracts.Json;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a model must be like to be promoted.
///
/// @param name for people
/// @param version grows with each change
/// @param floors what metrics must reach
/// @param regressions how much worse than production it may be where that endangers people
/// @param mostP95Millis what 95 of 100 inferences may take at most
/// @param mostBytes how large the packaged model may be
/// @param firstModel whether a model may be promoted where none is in production to compare with
/// @param leastSamples how many samples each slice named here must have, so that its intervals say
///   something: those of one sample are always narrow; absent for any number
public record GatePolicy(
        String name,
        int version,
        List<Floor> floors,
        List<Margin> regressions,
        double mostP95Millis,
        long mostBytes,
        boolean firstModel,
        @Nullable Integer leastSamples) {

    /// @throws IllegalArgumentException when a field is missing, or nothing is asked of the model
    public GatePolicy {
        if (name == null || name.isBlank() || version < 1) {
            throw new IllegalArgumentException(
                    "expected a name and a version of 1 or more, found " + name + " " + version);
        }
        if (floors == null || floors.isEmpty() || regressions == null) {
            throw new IllegalArgumentException(
                    "policy "
                            + name
                            + ": expected at least one floor, and regressions, empty if"
                            + " none");
        }
        if (!(mostP95Millis > 0) || mostBytes < 1) {
            throw new IllegalArgumentException(
                    "policy " + name + ": expected mostP95Millis and mostBytes of more than 0");
        }
        if (leastSamples != null && leastSamples < 1) {
            throw new IllegalArgumentException(
                    "policy " + name + ": expected leastSamples of 1 or more, or none at all");
        }
        floors = List.copyOf(floors);
        regressions = List.copyOf(regressions);
    }

    /// One for slices of any size.
    public GatePolicy(
            String name,
            int version,
            List<Floor> floors,
            List<Margin> regressions,
            double mostP95Millis,
            long mostBytes,
            boolean firstModel) {
        this(name, version, floors, regressions, mostP95Millis, mostBytes, firstModel, null);
    }

    /// The slices that anything is asked of, sorted.
    SortedSet<String> slices() {
        SortedSet<String> slices = new TreeSet<>();
        for (Floor floor : floors) {
            if (floor.slice() != null) {
                slices.add(floor.slice());
            }
        }
        regressions.forEach(margin -> slices.add(margin.slice()));
        return slices;
    }

    /// Reads a policy as people wrote it. A misspelt field is refused: what they asked for by it
    /// would else not be asked for.
    ///
    /// @param source what it is, for messages
    /// @throws dev.roadloop.contracts.MalformedJsonException if it is none
    public static GatePolicy read(byte[] json, String source) {
        return Json.readStrictly(json, GatePolicy.class, source);
    }

    /// What a metric must reach.
    ///
    /// @param metric its name
    /// @param slice the part of the golden set; absent for all of it
    /// @param atLeast the floor
    /// @param sure whether the lower end of the confidence interval must reach it, not only the
    ///   value; for slices
    public record Floor(String metric, @Nullable String slice, double atLeast, boolean sure) {
        /// @throws IllegalArgumentException when a field is missing or the floor no number
        public Floor {
            if (metric == null || metric.isBlank() || !Double.isFinite(atLeast)) {
                throw new IllegalArgumentException(
                        "expected a metric and a floor, found " + metric + " " + atLeast);
            }
            if (sure && slice == null) {
                throw new IllegalArgumentException(
                        metric + ": only slices have confidence intervals to be sure by");
            }
        }
    }

    /// How much worse a model may be than the one in production. The lower end of the difference's
    /// confidence interval counts: what may be a regression is one.
    ///
    /// @param slice the part of the golden set
    /// @param metric its name
    /// @param margin 0 or more
    public record Margin(String slice, String metric, double margin) {
        /// @throws IllegalArgumentException when a field is missing or the margin below 0
        public Margin {
            if (slice == null || metric == null || !(margin >= 0) || Double.isInfinite(margin)) {
                throw new IllegalArgumentException(
                        "expected a slice, a metric and a margin of 0 or more, found "
                                + slice
                                + " "
                                + metric
                                + " "
                                + margin);
            }
        }
    }
}
