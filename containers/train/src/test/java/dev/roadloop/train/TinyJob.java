package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.learning.training.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// A training of two steps on [TinyDataset], and what a test changes about it.
final class TinyJob {
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> hyperparameters = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private JobFolders folders;

    /// @param folder an empty one
    TinyJob(Path folder) throws IOException {
        folders = JobFolders.below(folder.resolve("job"), folder.resolve("dataset"));
        DatasetManifest manifest = TinyDataset.write(folders.dataset(), false);
        environment.put("CODE_COMMIT", "0123abc");
        environment.put("IMAGE_DIGEST", "sha256:ff");
        hyperparameters.put("configuration", "smoke");
        hyperparameters.put("dataset_digest", manifest.version().hex());
        hyperparameters.put("seed", "3");
        hyperparameters.put("steps", "2");
        hyperparameters.put("batch_size", "2");
        hyperparameters.put("width", "64");
        hyperparameters.put("height", "32");
    }

    Map<String, String> environment() {
        return environment;
    }

    Map<String, String> hyperparameters() {
        return hyperparameters;
    }

    JobFolders folders() {
        return folders;
    }

    /// Where the next run works.
    void moveTo(JobFolders others) {
        folders = others;
    }

    /// What the runs printed.
    List<String> lines() {
        return lines;
    }

    void assertRefused(TrainOutcome outcome, String message)
            throws IOException, InterruptedException {
        JobReport report = run();
        assertThat(report.outcome()).as(report.message()).isEqualTo(outcome);
        assertThat(report.message()).contains(message);
        assertThat(outcome.exitCode()).isEqualTo(10);
        assertThat(folders.output().resolve("failure"))
                .content()
                .startsWith(outcome.name())
                .contains(message);
    }

    JobReport run() throws IOException, InterruptedException {
        return run(() -> false);
    }

    JobReport run(BooleanSupplier stop) throws IOException, InterruptedException {
        Files.createDirectories(folders.config());
        Files.writeString(folders.hyperparameters(), Json.text(hyperparameters));
        return new TrainJob(folders, environment, new Machine(1, 1 << 20), lines::add, stop).run();
    }
}
