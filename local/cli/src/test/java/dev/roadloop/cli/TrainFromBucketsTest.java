package dev.roadloop.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.embedded.EmbeddedCloud;
import dev.roadloop.packaging.PackageOutcome;
import dev.roadloop.packaging.cloud.PackageFromBuckets;
import dev.roadloop.train.JobReport;
import dev.roadloop.train.TrainOutcome;
import dev.roadloop.train.cloud.TrainFromBuckets;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// Trainings on a version in the S3 of the embedded mode, each attempt with a disk of its own.
@Tag("slow")
class TrainFromBucketsTest {
    private static final DatasetName TINY = new DatasetName("tiny");

    @TempDir private Path folder;

    private EmbeddedCloud cloud;
    private S3Client s3;
    private Bucket gold;
    private Bucket golden;
    private int attempts;

    @BeforeEach
    void start() throws IOException {
        Path assembly = Files.createDirectories(folder.resolve("cdk.out"));
        Files.writeString(
                assembly.resolve("manifest.json"),
                "{\"artifacts\":{\"S\":{\"type\":\"aws:cloudformation:stack\",\"properties\":{\"templateFile\":\"t.json\"}}}}");
        Files.writeString(
                assembly.resolve("t.json"),
                "{\"Resources\":{\"A\":{\"Type\":\"AWS::S3::Bucket\",\"Properties\":{\"BucketName\":\"gold\"}},\"B\":{\"Type\":\"AWS::S3::Bucket\",\"Properties\":{\"BucketName\":\"golden\"}}}}");
        cloud =
                EmbeddedCloud.start(
                        new EmbeddedCloud.Options(
                                assembly,
                                folder.resolve("state"),
                                0,
                                false,
                                Clock.systemUTC(),
                                "us-east-1"));
        s3 =
                AwsClients.from(
                                Map.of(
                                        "AWS_ENDPOINT_URL", cloud.endpoint().toString(),
                                        "AWS_REGION", "us-east-1",
                                        "AWS_ACCESS_KEY_ID", "test",
                                        "AWS_SECRET_ACCESS_KEY", "test"))
                        .s3();
        gold = new Bucket(s3, "gold");
        golden = new Bucket(s3, "golden");
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    @Test
    void anInterruptedJobGoesOnWithAnotherDiskAndEndsWithTheSameBits()
            throws IOException, InterruptedException {
        Sha256 version = publish();

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
        assertThat(events("cut")).contains("\"resumed\"").doesNotContain("\"step\":1,");
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
                        TINY,
                        Sha256.of(new byte[1]),
                        "smoke",
                        3,
                        "c0ffee",
                        Map.of(),
                        "loop",
                        "lamp",
                        Map.of("most_lost", "1", "most_loss", "2"));
        gold.put(RunKeys.request("odd"), Json.bytes(request), json);
        gold.put(RunKeys.outcome("odd"), "{\"leastHeight\":0.1}".getBytes(UTF_8), json);

        assertThat(new PackageFromBuckets(gold, folder, 1).make("odd", line -> {}).outcome())
                .isEqualTo(PackageOutcome.BAD_CONFIGURATION);
        assertThat(new String(gold.get(RunKeys.packaging("odd"), 1 << 16).orElseThrow(), UTF_8))
                .contains("BAD_CONFIGURATION", "PACKAGE_MOST_LOST is unknown", "found '2'");
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
                                TINY,
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
                                Map.of()),
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

    /// Four grey pictures with a box in each.
    private Sha256 publish() throws IOException {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            byte[] bgr = new byte[3 * 64 * 32];
            for (int row = 8; row < 24; row++) {
                for (int column = 8 + i; column < 28 + i; column++) {
                    bgr[3 * (row * 64 + column)] = (byte) 200;
                }
            }
            byte[] png;
            try (Picture picture = Picture.ofBgr(64, 32, bgr)) {
                png = picture.encodePng();
            }
            gold.put(DatasetKeys.object(md5(png)), png, "image/png");
            samples.add(
                    new DatasetSample(
                            "images/drawn/" + i + ".png",
                            Sha256.of(png),
                            md5(png),
                            png.length,
                            64,
                            32,
                            i == 3 ? DatasetSplit.TEST : DatasetSplit.TRAIN,
                            List.of(),
                            "drive-" + i / 3,
                            null,
                            null,
                            "0".repeat(16),
                            List.of(new LabelledBox(0, 8 + i, 8, 20, 16, false))));
        }
        DatasetManifest manifest = DatasetManifest.of(TINY, false, List.of("box"), samples);
        gold.put(
                DatasetKeys.manifest(TINY, manifest.version()),
                Json.bytes(manifest),
                "application/json");
        return manifest.version();
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
