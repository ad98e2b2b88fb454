package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// Event: a sweep found a best configuration.
///
/// @param eventId the same for every emission of the same event
/// @param sweep the name of the sweep's execution
/// @param dataset the dataset that its trials were trained on
/// @param version of the dataset
/// @param metric what trials were compared by
/// @param value of the best trial's metric
/// @param configuration the best trial's settings, by name
/// @param bestTrial its number
/// @param bestRun its run, below `models/runs/` in the gold bucket
/// @param trials how many there were
/// @param seconds of jobs, all together
/// @param reportKey where the report lies in the gold bucket
/// @param finishedAt when
public record SweepFinished(
        String eventId,
        String sweep,
        DatasetName dataset,
        Sha256 version,
        String metric,
        double value,
        SortedMap<String, String> configuration,
        int bestTrial,
        String bestRun,
        int trials,
        double seconds,
        String reportKey,
        Instant finishedAt) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "SweepFinished";

    /// @throws IllegalArgumentException when a field is missing
    public SweepFinished {
        Required.text(eventId, "eventId");
        Required.text(sweep, "sweep");
        Required.present(dataset, "dataset");
        Required.present(version, "version");
        Required.text(metric, "metric");
        Required.present(configuration, "configuration");
        Required.notNegative(bestTrial, "bestTrial");
        Required.text(bestRun, "bestRun");
        Required.notNegative(trials, "trials");
        Required.text(reportKey, "reportKey");
        Required.present(finishedAt, "finishedAt");
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
    }
}
