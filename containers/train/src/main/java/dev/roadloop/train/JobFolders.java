package dev.roadloop.train;

import java.nio.file.Path;
import java.util.Map;

/// Where the job finds and leaves files.
///
/// Source: Amazon SageMaker AI Developer Guide, "How Amazon SageMaker AI Provides Training
/// Information"; the variables are those of the SageMaker training toolkit, and
/// `SM_CHECKPOINT_DIR`.
///
/// @param config folder of `hyperparameters.json`
/// @param dataset the channel with the dataset version
/// @param model the channel with a model to begin with; need not be there
/// @param made where the model goes
/// @param checkpoints kept while the job is interrupted
/// @param output reports go to `data` in it, the reason of a failure to `failure`
public record JobFolders(
        Path config, Path dataset, Path model, Path made, Path checkpoints, Path output) {

    private static final String ROOT = "/opt/ml";

    /// Those an environment names, else those of a SageMaker container.
    public static JobFolders of(Map<String, String> environment) {
        return new JobFolders(
                folder(environment, "SM_INPUT_CONFIG_DIR", "input/config"),
                folder(environment, "SM_CHANNEL_DATASET", "input/data/dataset"),
                folder(environment, "SM_CHANNEL_MODEL", "input/data/model"),
                folder(environment, "SM_MODEL_DIR", "model"),
                folder(environment, "SM_CHECKPOINT_DIR", "checkpoints"),
                folder(environment, "SM_OUTPUT_DIR", "output"));
    }

    /// Those below one folder, laid out as in a SageMaker container.
    ///
    /// @param dataset where the dataset is
    public static JobFolders below(Path root, Path dataset) {
        return new JobFolders(
                root.resolve("config"),
                dataset,
                root.resolve("begin"),
                root.resolve("model"),
                root.resolve("checkpoints"),
                root.resolve("output"));
    }

    /// These for what SageMaker keeps, and a folder for what a program makes for itself.
    ///
    /// @param scratch gets `config`, the one file that tells a [TrainJob] what to do
    /// @param datasets where the dataset is
    public JobFolders with(Path scratch, Path datasets) {
        return new JobFolders(
                scratch.resolve("config"), datasets, model, made, checkpoints, output);
    }

    /// The variables that make a job use these folders.
    public Map<String, String> environment() {
        return Map.of(
                "SM_INPUT_CONFIG_DIR", config.toString(),
                "SM_CHANNEL_DATASET", dataset.toString(),
                "SM_CHANNEL_MODEL", model.toString(),
                "SM_MODEL_DIR", made.toString(),
                "SM_CHECKPOINT_DIR", checkpoints.toString(),
                "SM_OUTPUT_DIR", output.toString());
    }

    /// The file with the hyperparameters.
    public Path hyperparameters() {
        return config.resolve("hyperparameters.json");
    }

    /// The file with the trained model.
    public Path modelFile() {
        return made.resolve(ModelFile.NAME);
    }

    /// Where reports go.
    public Path reports() {
        return output.resolve("data");
    }

    private static Path folder(Map<String, String> environment, String name, String otherwise) {
        String set = environment.get(name);
        return set == null || set.isBlank() ? Path.of(ROOT, otherwise) : Path.of(set);
    }
}
