package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the machine `train-model` is asked for. The run has the name of its execution.
///
/// @param dataset what to train on
/// @param version of the dataset
/// @param configuration what the hyperparameters are exceptions to: `smoke` or `base`
/// @param seed of all that is left to chance
/// @param codeCommit the commit of the code that trains; without it nothing is trained
/// @param hyperparameters exceptions, by name
/// @param experiment the experiment that the run is recorded in
public record TrainingRequest(
        DatasetName dataset,
        Sha256 version,
        String configuration,
        long seed,
        @Nullable String codeCommit,
        Map<String, String> hyperparameters,
        String experiment) {
    /// The experiment of requests that name none.
    public static final String EXPERIMENT = "roadloop";

    /// @throws IllegalArgumentException when a field is missing
    public TrainingRequest {
        Required.present(dataset, "dataset");
        Required.present(version, "version");
        Required.text(configuration, "configuration");
        hyperparameters = hyperparameters == null ? Map.of() : Map.copyOf(hyperparameters);
        experiment = experiment == null || experiment.isBlank() ? EXPERIMENT : experiment;
    }
}
