package dev.roadloop.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DatasetManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a training refuses, and what it says then.
class RefusedTrainingTest {
    @TempDir private Path folder;

    private TinyJob job;

    @BeforeEach
    void prepare() throws IOException {
        job = new TinyJob(folder);
    }

    @Test
    void refusesToTrainOnAGoldenSet() throws IOException, InterruptedException {
        DatasetManifest golden = TinyDataset.write(job.folders().dataset(), true);
        job.hyperparameters().put("dataset_digest", golden.version().hex());

        job.assertRefused(TrainOutcome.GOLDEN_SET, "tiny is a golden set");
    }

    @Test
    void refusesToTrainWhatNobodyCouldMakeAgain() throws IOException, InterruptedException {
        job.environment().remove("CODE_COMMIT");
        job.environment().put("IMAGE_DIGEST", " ");
        job.hyperparameters().remove("seed");
        job.hyperparameters().remove("dataset_digest");

        job.assertRefused(
                TrainOutcome.NO_PROVENANCE, "set CODE_COMMIT, IMAGE_DIGEST, dataset_digest, seed");
    }

    @Test
    void namesAllThatIsWrongWithTheHyperparameters() throws IOException, InterruptedException {
        job.hyperparameters().put("configuration", "huge");
        job.hyperparameters().put("width", "100");
        job.hyperparameters().put("learning_rate", "fast");
        job.hyperparameters().put("stesp", "3");

        JobReport report = job.run();

        assertThat(report.outcome()).isEqualTo(TrainOutcome.BAD_CONFIGURATION);
        assertThat(report.message())
                .contains("configuration: expected smoke or base, found 'huge'")
                .contains("width: expected a multiple of 32, found 100")
                .contains("learning_rate: expected a number above 0 up to 1, found 'fast'")
                .contains("'stesp' is unknown");
    }

    @Test
    void namesWhatIsWrongWithTheDataset() throws IOException, InterruptedException {
        String version = job.hyperparameters().get("dataset_digest");
        job.hyperparameters().put("dataset_digest", "ab".repeat(32));
        job.assertRefused(TrainOutcome.DATASET_MISMATCH, "expected version abab");
        job.hyperparameters().put("dataset_digest", version);

        Path manifest = job.folders().dataset().resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace("\"w\":20.0", "\"w\":19.0"));
        job.assertRefused(TrainOutcome.DATASET_MISMATCH, "its content is");

        Files.writeString(manifest, "{");
        job.assertRefused(TrainOutcome.BAD_MANIFEST, "manifest.json");

        Files.delete(manifest);
        job.assertRefused(TrainOutcome.MISSING_CHANNEL, "channel dataset");
    }

    @Test
    @Tag("slow")
    void namesTheImageThatIsNotWhatTheDatasetSays() throws IOException, InterruptedException {
        Files.writeString(job.folders().dataset().resolve("images/drawn/00.png"), "something else");

        job.assertRefused(TrainOutcome.BAD_SAMPLE, "sample images/drawn/00.png");
    }
}
