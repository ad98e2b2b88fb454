package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.util.Map;
import java.util.regex.Pattern;
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
/// @param model what the trained model is called where it is packaged; the dataset's name if absent
/// @param packaging settings of the packaging, by name
/// @param compute where it runs; [TrainingCompute#USUAL] if absent
public record TrainingRequest(
        DatasetName dataset,
        Sha256 version,
        String configuration,
        long seed,
        @Nullable String codeCommit,
        Map<String, String> hyperparameters,
        String experiment,
        @Nullable String model,
        Map<String, String> packaging,
        TrainingCompute compute) {
    /// The experiment of requests that name none.
    public static final String EXPERIMENT = "roadloop";

    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /// @throws IllegalArgumentException when a field is missing, or the model's name has another
    ///   shape
    public TrainingRequest {
        Required.present(dataset, "dataset");
        Required.present(version, "version");
        Required.text(configuration, "configuration");
        hyperparameters = hyperparameters == null ? Map.of() : Map.copyOf(hyperparameters);
        experiment = experiment == null || experiment.isBlank() ? EXPERIMENT : experiment;
        packaging = packaging == null ? Map.of() : Map.copyOf(packaging);
        compute = compute == null ? TrainingCompute.USUAL : compute;
        if (model != null && !MODEL.matcher(model).matches()) {
            throw new IllegalArgumentException(
                    "model: expected 1 to 100 of A-Z a-z 0-9 . _ - beginning with a letter or"
                            + " digit, found '"
                            + model
                            + "'");
        }
    }

    /// The same somewhere else.
    public TrainingRequest on(TrainingCompute place) {
        return new TrainingRequest(
                dataset,
                version,
                configuration,
                seed,
                codeCommit,
                hyperparameters,
                experiment,
                model,
                packaging,
                place);
    }

    /// What the trained model is called where it is packaged.
    public String modelName() {
        return model == null ? dataset.value() : model;
    }
}
