package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the machine `sweep` is asked for. The sweep has the name of its execution.
///
/// @param dataset what to train on
/// @param version of the dataset
/// @param file text of the sweep's YAML
/// @param configuration what trials make exceptions to: `smoke` or `base`
/// @param seed of the search and of all trainings
/// @param codeCommit the commit of the code that trains; without it nothing is trained
/// @param hyperparameters exceptions of all trials, by name
/// @param experiment the experiment that the sweep and its trials are recorded in
/// @param trials most of them; 0 for as many as the file says
/// @param seconds of jobs, all together, after which nothing more begins; 0 for no limit
/// @param parallel trainings at a time
/// @param compute where they run; [TrainingCompute#USUAL] if absent
public record SweepRequest(
        DatasetName dataset,
        Sha256 version,
        String file,
        String configuration,
        long seed,
        @Nullable String codeCommit,
        Map<String, String> hyperparameters,
        String experiment,
        int trials,
        double seconds,
        int parallel,
        TrainingCompute compute) {
    /// Characters of a sweep's file at most: it travels in an execution's input.
    public static final int LONGEST_FILE = 64 * 1024;

    /// Trainings at a time at most.
    public static final int MOST_PARALLEL = 64;

    /// @throws IllegalArgumentException when a field is missing or out of range
    public SweepRequest {
        Required.present(dataset, "dataset");
        Required.present(version, "version");
        Required.text(file, "file");
        Required.text(configuration, "configuration");
        hyperparameters = hyperparameters == null ? Map.of() : Map.copyOf(hyperparameters);
        experiment =
                experiment == null || experiment.isBlank()
                        ? TrainingRequest.EXPERIMENT
                        : experiment;
        parallel = parallel == 0 ? 1 : parallel;
        compute = compute == null ? TrainingCompute.USUAL : compute;
        Required.notNegative(trials, "trials");
        if (file.length() > LONGEST_FILE) {
            throw new IllegalArgumentException(
                    "file: expected at most %d characters, found %d"
                            .formatted(LONGEST_FILE, file.length()));
        }
        if (!(seconds >= 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException("seconds: expected from 0, found " + seconds);
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new IllegalArgumentException(
                    "parallel: expected from 1 to %d, found %d".formatted(MOST_PARALLEL, parallel));
        }
    }
}
