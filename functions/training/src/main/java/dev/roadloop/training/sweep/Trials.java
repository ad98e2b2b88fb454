package dev.roadloop.training.sweep;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.contracts.SweepRequest;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.training.server.TrackedRuns.Beginning;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What trials share, as the journal keeps it, and the training that one of them is.
///
/// @param setting of [Opened]
record Trials(SortedMap<String, String> setting) {
    private static final String DATASET = "dataset";
    private static final String VERSION = "dataset_digest";
    private static final String CONFIGURATION = "configuration";
    private static final String COMMIT = "code_commit";
    private static final String COMPUTE = "compute";
    private static final String EXPERIMENT = "experiment";

    /// Before the names of hyperparameters, so that none can be taken for another setting.
    private static final String SET = "set.";

    /// @param compute where they run
    static Trials of(SweepRequest request, TrainingCompute compute) {
        SortedMap<String, String> setting = new TreeMap<>();
        setting.put(DATASET, request.dataset().value());
        setting.put(VERSION, request.version().hex());
        setting.put(CONFIGURATION, request.configuration());
        setting.put(EXPERIMENT, request.experiment());
        if (!compute.equals(TrainingCompute.USUAL)) {
            setting.put(COMPUTE, Json.text(compute));
        }
        if (request.codeCommit() != null) {
            setting.put(COMMIT, request.codeCommit());
        }
        request.hyperparameters().forEach((name, value) -> setting.put(SET + name, value));
        return new Trials(setting);
    }

    DatasetName dataset() {
        return new DatasetName(setting.getOrDefault(DATASET, ""));
    }

    Sha256 version() {
        return new Sha256(setting.getOrDefault(VERSION, ""));
    }

    String experiment() {
        return setting.getOrDefault(EXPERIMENT, "");
    }

    /// Where they run.
    private TrainingCompute compute() {
        String text = setting.get(COMPUTE);
        return text == null
                ? TrainingCompute.USUAL
                : Json.read(text, TrainingCompute.class, "where trials run");
    }

    /// What a job trains, up to its rung.
    TrainingRequest training(Job job, long seed) {
        Map<String, String> values = new HashMap<>();
        setting.forEach((name, value) -> {
            if (name.startsWith(SET)) {
                values.put(name.substring(SET.length()), value);
            }
        });
        values.putAll(job.configuration().texts());
        Integer until = job.until();
        if (until != null) {
            values.put("pause_after", until.toString());
        }
        String ofItsOwn = values.remove("seed");
        String configuration = values.remove(CONFIGURATION);
        return new TrainingRequest(
                dataset(),
                version(),
                configuration == null ? setting.getOrDefault(CONFIGURATION, "") : configuration,
                ofItsOwn == null ? seed : Long.parseLong(ofItsOwn),
                setting.get(COMMIT),
                values,
                experiment(),
                null,
                Map.of(),
                compute());
    }

    /// The sweep's run in the tracking.
    Beginning sweepRun(String sweep, Instant startedAt) {
        return new Beginning(experiment(), sweep, sweep, startedAt, tags());
    }

    /// A trial's run in the tracking; it belongs into the sweep's.
    Beginning trialRun(String sweep, int trial, Instant startedAt) {
        return new Beginning(
                experiment(), SweepKeys.trial(sweep, trial), "trial-" + trial, startedAt, tags());
    }

    private Map<String, String> tags() {
        return Map.of(
                "roadloop.dataset", dataset().value(),
                "roadloop.dataset.version", version().hex(),
                "roadloop.compute", compute().label());
    }
}
