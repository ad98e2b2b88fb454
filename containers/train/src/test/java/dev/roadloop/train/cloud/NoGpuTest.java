package dev.roadloop.train.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.train.JobReport;
import dev.roadloop.train.TrainOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoGpuTest {

    @TempDir private Path scratch;

    @Test
    void aTrainingThatNeedsAGpuIsRefusedWhereThereIsNoneBeforeAnythingIsFetched()
            throws IOException, InterruptedException {
        try (TestAws aws = new TestAws()) {
            Bucket gold = new Bucket(aws.clients().s3(), "gold");
            JobReport report =
                    new TrainFromBuckets(gold, gold, scratch, InstantSource.system())
                            .train("r", onGpu(), withoutPyTorch(), line -> {}, () -> false);

            assertThat(report.outcome()).isEqualTo(TrainOutcome.NO_GPU);
            assertThat(report.message())
                    .isEqualTo(
                            "compute: 'batch-gpu' needs a GPU, and PyTorch finds none here; ask for"
                                    + " another place");
            assertThat(aws.text("gold/" + RunKeys.outcome("r"))).contains("NO_GPU");
            assertThat(aws.text("gold/" + RunKeys.events("r"))).contains("\"ended\"", "NO_GPU");
            assertThat(scratch.resolve("dataset")).doesNotExist();
        }
    }

    private static TrainingRequest onGpu() {
        return new TrainingRequest(
                new DatasetName("street"),
                Sha256.of(new byte[1]),
                "smoke",
                1,
                "c0ffee",
                Map.of(),
                "loop",
                null,
                Map.of(),
                new TrainingCompute(TrainingCompute.BATCH_GPU, null, null, null));
    }

    /// Of an image for GPUs on a machine that has none, as the embedded mode runs it.
    private Map<String, String> withoutPyTorch() {
        assertThat(Files.exists(scratch.resolve("pytorch"))).isFalse();
        return Map.of("PYTORCH_LIBRARY_PATH", scratch.resolve("pytorch").toString());
    }
}
