package dev.roadloop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.training.RunProgress;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.Sha256;
import dev.roadloop.packaging.PackageOutcome;
import dev.roadloop.packaging.cloud.PackageFromBuckets;
import dev.roadloop.train.JobReport;
import dev.roadloop.train.TrainOutcome;
import dev.roadloop.train.cloud.TrainFromBuckets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Trainings on a version in the S3 of the embedded mode, each attempt with a disk of its own.
@Tag("slow")
class TrainFromBucketsTest {
    @TempDir private Path folder;

    private LocalBuckets buckets;
    private Bucket gold;
    private Bucket golden;
    private int attempts;

    @BeforeEach
    void start() throws IOException {
        buckets = new LocalBuckets(folder, "gold", "golden");
        gold = buckets.bucket("gold");
        golden = buckets.bucket("golden");
    }

    @AfterEach
    void stop() {
        buckets.close();
    }

    @Test
    void anInterruptedJobGoesOnWithAnotherDiskAndEndsWithTheSameBits()
            throws IOException, InterruptedException {
        Sha256 version = TinyVersion.publish(gold);

        assertThat(train("whole", version, Integer.MAX_VALUE).outcome())
                .isEqualTo(TrainOutcome.COMPLETED);
        assertThat(train("cut", version, 2).outcome()).isEqualTo(TrainOutcome.INTERRUPTED);
        assertThat(gold.list(RunKeys.checkpoints("cut"))).isNotEmpty();
        assertThat(gold.find(RunKeys.model("cut"))).isEmpty();
        JobReport resumed = train("cut", version, Integer.MAX_VALUE);

        assertThat(resumed.outcome()).isEqualTo(TrainOutcome.COMPLETED);
        assertThat(resumed.step()).isEqualTo(4);
        assertThat(gold.sha256(RunKeys.model("cut"), null))
                .isPresent()
                .isEqualTo(gold.sha256(RunKeys.model("whole"), null));
        assertThat(events("cut"))
                .containsSubsequence(
                        "\"step\":1,", "\"step\":2,", "\"resumed\"", "\"step\":3,", "\"step\":4,");
        assertThat(new RunProgress(gold, "cut", System::nanoTime).get().orElseThrow())
                .matches("step 4 of 4  loss [0-9.]+  .* left");
        assertThat(new RunProgress(gold, "nobody", System::nanoTime).get()).isEmpty();
        assertThat(events("cut").lines()).allMatch(line -> line.matches("\\{.*,\"at\":\\d+}"));
    }

    @Test
    void aVersionThatIsNowhereIsAMissingChannel() throws IOException, InterruptedException {
        JobReport report = train("none", Sha256.of(new byte[1]), Integer.MAX_VALUE);

        assertThat(report.outcome()).isEqualTo(TrainOutcome.MISSING_CHANNEL);
        assertThat(new String(gold.get(RunKeys.outcome("none"), 1 << 16).orElseThrow(), UTF_8))
                .contains("MISSING_CHANNEL");
    }

    @Test
    void aPackageThatIsRefusedLeavesItsReasonAndNoBundle() throws IOException {
        String json = "application/json";
        TrainingRequest request =
                new TrainingRequest(
                        TinyVersion.NAME,
                        Sha256.of(new byte[1]),
                        "smoke",
                        3,
                        "c0ffee",
                        Map.of(),
                        "loop",
                        "lamp",
                        Map.of("most_lost", "1", "most_loss", "2"),
                        TrainingCompute.USUAL);
        gold.put(RunKeys.request("odd"), Json.bytes(request), json);
        gold.put(RunKeys.outcome("odd"), "{\"leastHeight\":0.1}".getBytes(UTF_8), json);

        assertThat(new PackageFromBuckets(gold, folder, 1, "").make("odd", line -> {}).outcome())
                .isEqualTo(PackageOutcome.BAD_CONFIGURATION);
        assertThat(new String(gold.get(RunKeys.packaging("odd"), 1 << 16).orElseThrow(), UTF_8))
                .contains("BAD_CONFIGURATION", "most_lost is unknown", "found '2'");
        assertThat(gold.list("models/packages/")).isEmpty();
    }

    /// @param steps after which it is asked to stop
    private JobReport train(String run, Sha256 version, int steps)
            throws IOException, InterruptedException {
        Path scratch = Files.createDirectories(folder.resolve("disk" + attempts++));
        AtomicInteger done = new AtomicInteger();
        return new TrainFromBuckets(gold, golden, scratch, InstantSource.system())
                .train(
                        run,
                        new TrainingRequest(
                                TinyVersion.NAME,
                                version,
                                "smoke",
                                3,
                                "c0ffee",
                                Map.of(
                                        "steps",
                                        "4",
                                        "batch_size",
                                        "2",
                                        "width",
                                        "64",
                                        "height",
                                        "32"),
                                "loop",
                                null,
                                Map.of(),
                                TrainingCompute.USUAL),
                        Map.of("IMAGE_DIGEST", "sha256:ff"),
                        line -> {
                            if (line.contains("\"event\":\"step\"")) {
                                done.incrementAndGet();
                            }
                        },
                        () -> done.get() >= steps);
    }

    private String events(String run) {
        return new String(gold.get(RunKeys.events(run), 1 << 20).orElseThrow(), UTF_8);
    }
}
