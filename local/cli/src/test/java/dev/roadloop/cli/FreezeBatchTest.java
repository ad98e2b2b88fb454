package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.cli.platform.LabelUploader;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.FreezeOutcome;
import dev.roadloop.contracts.FreezeOutcome.Outcome;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.freeze.ImportLabels;
import dev.roadloop.freeze.batch.FreezeBatch;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// Batches of labels in the S3 of the embedded mode, which is started once; each test has buckets
/// of its own.
@Tag("slow")
class FreezeBatchTest {
    private static final DatasetName STREET = new DatasetName("street");

    private static final int TESTS = 10;
    private static int begun;
    private static LocalBuckets buckets;

    @TempDir private Path folder;

    private int number;
    private S3Client s3;
    private int attempts;

    @BeforeAll
    static void start(@TempDir Path cloud) throws IOException {
        buckets =
                new LocalBuckets(
                        cloud,
                        IntStream.range(0, TESTS)
                                .boxed()
                                .flatMap(test ->
                                        Stream.of("landing", "silver", "gold", "golden")
                                                .map(bucket -> bucket + test))
                                .toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        buckets.close();
    }

    @BeforeEach
    void takeBuckets() {
        number = begun++;
        assertThat(number).as("make TESTS larger").isLessThan(TESTS);
        s3 = buckets.s3();
    }

    /// The name of one of this test's buckets.
    private String own(String bucket) {
        return bucket + number;
    }

    @Test
    void aSecondBatchMakesAVersionWithBothAndTheFirstKeepsItsSplits() throws IOException {
        FreezeOutcome first = frozen("a", DatasetSplit.VAL, 1, 2);
        FreezeOutcome second = frozen("b", DatasetSplit.TRAIN, 3);

        assertThat(first.samples()).isEqualTo(Map.of("val", 2));
        assertThat(second.samples()).isEqualTo(Map.of("val", 2, "train", 1));
        assertThat(manifest(second).samples()).containsAll(manifest(first).samples()).hasSize(3);
        assertThat(freeze("b", upload("b", STREET, false, DatasetSplit.TRAIN, 3)).version())
                .isEqualTo(second.version());
    }

    @Test
    void aPictureIsCopiedWithinS3OnceAndFetchedByNoLaterBuild() throws IOException {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        String build = upload("a", STREET, false, DatasetSplit.VAL, 1, 2);
        s3 = recorded(s3, calls);

        FreezeOutcome first = freeze("a", build);
        assertThat(calls)
                .filteredOn("copyObject"::equals)
                .as("two pictures into the store, labels.json to what is kept")
                .hasSize(3);
        s3.deleteObject(request -> request.bucket(own("landing")).key("labels/a/1.png"));
        FreezeOutcome second = frozen("b", DatasetSplit.TRAIN, 3);

        assertThat(kept()).containsExactly("labels.json", "labels.json");
        assertThat(manifest(second).samples()).containsAll(manifest(first).samples()).hasSize(3);
        try (Stream<Path> fetched = Files.walk(folder.resolve("scratch" + (attempts - 1)))) {
            assertThat(fetched)
                    .filteredOn(file -> file.toString().endsWith(".png"))
                    .filteredOn(file -> file.toString().contains("batches"))
                    .as("the pictures of the new batch alone")
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("3.png");
        }
        for (DatasetSample sample : manifest(second).samples()) {
            assertThat(gold().sha256(DatasetKeys.object(sample.md5()), null))
                    .contains(sample.sha256());
        }
        String lost = DatasetKeys.object(manifest(first).samples().getFirst().md5());
        gold().delete(lost);
        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> frozen("c", DatasetSplit.TRAIN, 4))
                .withMessageContaining(lost + ": expected the content that an earlier version");
        gold().delete(DatasetKeys.kept(STREET) + build + "/pictures.json");
        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> frozen("d", DatasetSplit.TRAIN, 5))
                .withMessageContaining(build + "/pictures.json: expected what is known of");
    }

    @Test
    void whatImportSawIsNotDigestedForItsUpload() throws IOException {
        Path labels = Files.createDirectories(folder.resolve("labels"));
        picture(labels.resolve("1.png"), 1);
        Files.setLastModifiedTime(labels.resolve("1.png"), FileTime.fromMillis(1_750_000_000_000L));
        Files.write(labels.resolve("labels.json"), labels(List.of("1.png"), "a"));
        Path batch = folder.resolve("batch");
        ImportLabels.run(
                List.of(labels), null, folder.resolve("frames"), batch, 1, (step, done, all) -> {});
        AtomicLong digested = new AtomicLong();
        Uploader.Progress counting =
                new Uploader.Progress() {
                    @Override
                    public void digested(long bytes) {
                        digested.addAndGet(bytes);
                    }

                    @Override
                    public void sent(long bytes) {}
                };

        String build =
                new LabelUploader(s3, own("landing"), counting)
                        .upload(
                                new LabelUploader.Purpose(name("a"), STREET, false, Map.of()),
                                List.of(batch));

        assertThat(digested).hasValue(Files.size(batch.resolve("labels.json")));
        assertThat(freeze("a", build).verdict()).isEqualTo(Outcome.FROZEN);
    }

    @Test
    void everyFileThatIsMissingOrDifferentIsAFault() throws IOException {
        String build = upload("a", STREET, false, DatasetSplit.TRAIN, 1, 2, 3);
        s3.deleteObject(request -> request.bucket(own("landing")).key("labels/a/1.png"));
        s3.putObject(
                request -> request.bucket(own("landing")).key("labels/a/2.png"),
                RequestBody.fromString("other"));

        FreezeOutcome refused = freeze("a", build);

        assertThat(refused.verdict()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.faults()).isEqualTo(2);
        assertThat(report(refused).path("faults").findValuesAsText("code"))
                .containsExactlyInAnyOrder("FILE_MISSING", "FILE_DIFFERENT");
        assertThat(gold().list(DatasetKeys.DATASETS)).isEmpty();
        assertThat(gold().list(DatasetKeys.LABELS)).isEmpty();
    }

    @Test
    void aManifestThatIsNoneIsAFault() throws IOException {
        byte[] content = Json.bytes(Map.of("dataset", "street"));
        s3.putObject(
                request -> request.bucket(own("landing")).key("labels/a/manifest.json"),
                RequestBody.fromBytes(content));

        FreezeOutcome refused = freeze("a", DatasetKeys.build(name("a"), Sha256.of(content)));

        assertThat(refused.verdict()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.message()).contains("labels/a/manifest.json");
    }

    @Test
    void aBatchThatLeaksIsRefusedWithItsPairsAndDoesNotStandInTheWayOfTheNext() throws IOException {
        frozen("a", DatasetSplit.TRAIN, 1);
        FreezeOutcome leaking = freeze("b", upload("b", STREET, false, DatasetSplit.TEST, 1));

        assertThat(leaking.verdict()).isEqualTo(Outcome.LEAKING);
        assertThat(report(leaking).path("pairs").findValuesAsText("kind")).contains("SAME_PICTURE");
        assertThat(frozen("c", DatasetSplit.TEST, 2).samples())
                .isEqualTo(Map.of("train", 1, "test", 1));
    }

    @Test
    void whatIsInAGoldenSetIsInNoOtherDataset() throws IOException {
        FreezeOutcome golden = freeze("g", upload("g", name("judges"), true, DatasetSplit.TEST, 1));
        assertThat(golden.verdict()).as(golden.message()).isEqualTo(Outcome.FROZEN);
        assertThat(new Bucket(s3, own("golden")).find(String.valueOf(golden.manifestKey())))
                .isPresent();
        assertThat(gold().list(DatasetKeys.DATASETS)).isEmpty();

        FreezeOutcome leaking = freeze("a", upload("a", STREET, false, DatasetSplit.TRAIN, 1));

        assertThat(leaking.verdict()).isEqualTo(Outcome.LEAKING);
    }

    @Test
    void picturesMayBeKeyframesThatAreThereAlready() throws IOException {
        String key = "frames/drive=d/topic=camera/1.jpg";
        Path picture = folder.resolve("frame.jpg");
        picture(picture, 7);
        new Bucket(s3, own("silver")).put(key, picture);
        byte[] labels = labels(List.of("x.jpg"), "a");
        new Bucket(s3, own("landing")).put("labels/a/labels.json", labels, "application/json");
        byte[] manifest =
                Json.bytes(
                        new LabelBatch(
                                STREET,
                                false,
                                Map.of("a", DatasetSplit.TRAIN),
                                List.of(
                                        new LabelBatch.File(
                                                "labels.json",
                                                (long) labels.length,
                                                Sha256.of(labels),
                                                null),
                                        new LabelBatch.File("images/x.jpg", null, null, key))));
        new Bucket(s3, own("landing")).put("labels/a/manifest.json", manifest, "application/json");

        FreezeOutcome outcome = freeze("a", DatasetKeys.build(name("a"), Sha256.of(manifest)));

        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Outcome.FROZEN);
        assertThat(manifest(outcome).samples().getFirst().sha256())
                .isEqualTo(Sha256.of(Files.readAllBytes(picture)));
        new Bucket(s3, own("silver")).delete(key);
        assertThat(manifest(frozen("b", DatasetSplit.TRAIN, 3)).samples())
                .as("a later build needs no keyframe of an earlier one")
                .containsAll(manifest(outcome).samples());
        assertThat(kept()).containsExactly("labels.json", "labels.json");
    }

    @Test
    void aRecordingIsNeitherKeptNorReadAgainOnceTheStoreHasItsFrames() throws IOException {
        Path recording = folder.resolve("drive.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.NIGHT, 1, 3).withCamera(CameraModel.front(160, 90)),
                recording,
                done -> {});
        String build =
                new LabelUploader(s3, own("landing"), Uploader.UNSEEN)
                        .upload(
                                new LabelUploader.Purpose(name("night"), STREET, false, Map.of()),
                                List.of(recording, folder.resolve("drive.truth.json")));

        FreezeOutcome first = freeze("night", build);
        FreezeOutcome second = frozen("b", DatasetSplit.TRAIN, 3);

        assertThat(manifest(first).samples()).hasSizeGreaterThan(1);
        assertThat(manifest(second).samples())
                .containsAll(manifest(first).samples())
                .hasSize(manifest(first).samples().size() + 1);
        assertThat(kept()).containsExactlyInAnyOrder("drive.truth.json", "labels.json");
        try (Stream<Path> fetched = Files.walk(folder.resolve("scratch" + (attempts - 1)))) {
            assertThat(fetched.map(Path::toString))
                    .filteredOn(file -> file.contains("batches") && file.contains("drive"))
                    .as("no recording, no frame")
                    .singleElement(InstanceOfAssertFactories.STRING)
                    .endsWith("drive.truth.json");
        }
    }

    private FreezeOutcome frozen(String batch, DatasetSplit split, int... pictures)
            throws IOException {
        FreezeOutcome outcome = freeze(batch, upload(batch, STREET, false, split, pictures));
        assertThat(outcome.verdict()).as(outcome.message()).isEqualTo(Outcome.FROZEN);
        return outcome;
    }

    private FreezeOutcome freeze(String batch, String build) throws IOException {
        Path scratch = Files.createDirectories(folder.resolve("scratch" + attempts++));
        Sha256 digest =
                Sha256.of(
                        new Bucket(s3, own("landing"))
                                .get(DatasetKeys.batch(name(batch)), 1 << 20)
                                .orElseThrow());
        assertThat(DatasetKeys.build(name(batch), digest)).isEqualTo(build);
        return new FreezeBatch(
                        new FreezeBatch.Buckets(
                                new Bucket(s3, own("landing")),
                                new Bucket(s3, own("silver")),
                                gold(),
                                new Bucket(s3, own("golden"))),
                        scratch,
                        Clock.systemUTC(),
                        1,
                        (step, done, all) -> {})
                .freeze(name(batch), digest);
    }

    private String upload(
            String batch, DatasetName dataset, boolean golden, DatasetSplit split, int... pictures)
            throws IOException {
        Path labels = Files.createDirectories(folder.resolve("up" + attempts++));
        List<String> names = new ArrayList<>();
        for (int picture : pictures) {
            names.add(picture + ".png");
            picture(labels.resolve(picture + ".png"), picture);
        }
        Files.write(labels.resolve("labels.json"), labels(names, batch));
        return new LabelUploader(s3, own("landing"), Uploader.UNSEEN)
                .upload(
                        new LabelUploader.Purpose(
                                name(batch), dataset, golden, Map.of(batch, split)),
                        List.of(labels));
    }

    /// What is kept of batches, but for what describes them.
    private List<String> kept() {
        try (Stream<StoredObject> objects = gold().list(DatasetKeys.kept(STREET))) {
            return objects.map(StoredObject::key)
                    .filter(key -> key.contains("/files/"))
                    .map(key -> key.substring(key.lastIndexOf('/') + 1))
                    .toList();
        }
    }

    /// A client that notes the names of its calls.
    private static S3Client recorded(S3Client s3, List<String> calls) {
        return (S3Client)
                Proxy.newProxyInstance(
                        FreezeBatchTest.class.getClassLoader(),
                        new Class<?>[] {S3Client.class},
                        (proxy, method, args) -> {
                            calls.add(method.getName());
                            try {
                                return method.invoke(s3, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static byte[] labels(List<String> names, String drive) {
        StringBuilder images = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            images.append(i == 0 ? "" : ",")
                    .append(
                            "{\"id\":%d,\"file_name\":\"%s\",\"drive\":\"%s\"}"
                                    .formatted(i, names.get(i), drive));
        }
        return ("{\"categories\":[{\"id\":1,\"name\":\"car\"}],\"images\":["
                        + images
                        + "],\"annotations\":[{\"id\":1,\"image_id\":0,\"category_id\":1,\"bbox\":[2,2,20,20]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// Random patches: no two look alike.
    private static void picture(Path file, long seed) throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < 48; y += 4) {
            for (int x = 0; x < 64; x += 4) {
                int color = random.nextInt(1 << 24);
                for (int pixel = 0; pixel < 16; pixel++) {
                    image.setRGB(x + pixel % 4, y + pixel / 4, color);
                }
            }
        }
        String name = file.toString();
        ImageIO.write(image, name.substring(name.length() - 3), file.toFile());
    }

    private DatasetManifest manifest(FreezeOutcome outcome) {
        return Json.read(
                gold().get(String.valueOf(outcome.manifestKey()), 1 << 20).orElseThrow(),
                DatasetManifest.class,
                "the manifest");
    }

    private JsonNode report(FreezeOutcome outcome) throws IOException {
        return Json.jackson().readTree(gold().get(outcome.reportKey(), 1 << 20).orElseThrow());
    }

    private Bucket gold() {
        return new Bucket(s3, own("gold"));
    }

    private static DatasetName name(String name) {
        return new DatasetName(name);
    }
}
