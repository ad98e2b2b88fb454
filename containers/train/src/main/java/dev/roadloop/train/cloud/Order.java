package dev.roadloop.train.cloud;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.train.JobFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What a process is to train. Batch says it by the command, the run's name, and the variable
/// `TRAINING`; SageMaker, which names its job in `TRAINING_JOB_NAME`, by the hyperparameters `run`
/// and `training`.
///
/// @param host SageMaker's folders; absent elsewhere
record Order(String run, TrainingRequest request, Optional<JobFolders> host) {
    private static final long LARGEST = 1 << 20;

    /// @throws CallerException naming what is missing
    static Order of(String[] args, Map<String, String> env) throws IOException {
        if (!env.getOrDefault("TRAINING_JOB_NAME", "").isBlank()) {
            JobFolders folders = JobFolders.of(env);
            Map<String, String> told = hyperparameters(folders.hyperparameters());
            String from = folders.hyperparameters().toString();
            return new Order(
                    needed(told, "run", from),
                    request(needed(told, "training", from), from),
                    Optional.of(folders));
        }
        if (args.length != 1) {
            throw new CallerException(
                    "train: expected the run's name, found " + args.length + " arguments");
        }
        String training = needed(env, "TRAINING", "the environment");
        return new Order(args[0], request(training, "TRAINING"), Optional.empty());
    }

    private static TrainingRequest request(String text, String from) {
        return Json.read(text, TrainingRequest.class, from);
    }

    private static Map<String, String> hyperparameters(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new CallerException(
                    "train: expected hyperparameters of at most %d bytes in %s"
                            .formatted(LARGEST, file));
        }
        @SuppressWarnings("unchecked")
        Map<String, String> told = Json.read(Files.readAllBytes(file), Map.class, file.toString());
        return told;
    }

    /// @throws CallerException when it is not there
    static String needed(Map<String, String> values, String name, String from) {
        String value = values.getOrDefault(name, "");
        if (value.isBlank()) {
            throw new CallerException(
                    "train: "
                            + name
                            + " is not in "
                            + from
                            + "; the job definition or the machine sets it");
        }
        return value;
    }
}
