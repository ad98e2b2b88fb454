package dev.roadloop.cli.sweep;

import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.search.Configuration;
import dev.roadloop.sweep.spec.SweepSpec;
import dev.roadloop.train.TrainJob;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What every trial of a sweep is told, and what each is told besides.
///
/// @param shared hyperparameters of all
public record TrialSettings(Map<String, String> shared) {

    private static final List<String> NOT_TO_SWEEP =
            List.of(
                    "dataset_digest",
                    "pause_after",
                    "tracking_uri",
                    "experiment",
                    "run_name",
                    "run_id");

    /// Keeps a copy.
    public TrialSettings {
        shared = Map.copyOf(shared);
    }

    /// @throws CallerException if the training does not know a parameter of the sweep
    static void check(SweepSpec spec) {
        List<String> known =
                TrainJob.known().stream().filter(name -> !NOT_TO_SWEEP.contains(name)).toList();
        List<String> unknown =
                spec.parameters().keySet().stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new CallerException(
                    "parameters: the training does not know %s; it knows %s"
                            .formatted(String.join(", ", unknown), String.join(", ", known)));
        }
    }

    /// The hyperparameters of a trial.
    SortedMap<String, String> of(Configuration configuration) {
        SortedMap<String, String> texts = new TreeMap<>(shared);
        texts.putAll(configuration.texts());
        return texts;
    }
}
