package dev.roadloop.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.training.TrainedNetwork;
import dev.roadloop.train.DatasetChannel;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PackageJobTest {

    @TempDir private static Path shared;

    private static DatasetManifest manifest;
    private static Map<String, Tensor> weights;

    @TempDir private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> lines = new ArrayList<>();
    private JobFolders folders;

    @BeforeAll
    static void train() throws Exception {
        manifest = Trained.dataset(shared);
        weights = Trained.weights(DatasetChannel.open(shared, manifest.version()));
    }

    @BeforeEach
    void prepare() throws IOException {
        folders = JobFolders.below(folder, shared);
        Trained.write(folders.model().resolve(ModelFile.NAME), manifest, Trained.CLASSES, weights);
        environment.put("PACKAGE_LATENCY_RUNS", "20");
        // Of sixteen pictures, one box more or less is a share of its own.
        environment.put("PACKAGE_MOST_LOSS", "0.15");
    }

    @Test
    void makesABundleThatTheGateReadsAsEvidenceAndThatFindsAsMuchInEightBits() throws IOException {
        PackageReport report = run();

        assertThat(report.message()).isNull();
        assertThat(report.outcome()).isEqualTo(PackageOutcome.PACKAGED);
        byte[] onnx = Files.readAllBytes(folders.made().resolve("model.onnx"));
        byte[] reduced = Files.readAllBytes(folders.made().resolve("model-int8.onnx"));
        Statement statement =
                Json.read(
                        Files.readAllBytes(folders.made().resolve("packaging.json")),
                        Statement.class,
                        "packaging.json");
        assertThat(statement.kind()).contains(EvidenceKind.PACKAGING);
        assertThat(statement.isAbout(Sha256.of(onnx))).isTrue();
        Packaging packaging = statement.predicate(Packaging.class);
        assertThat(packaging.format()).isEqualTo("onnx");
        assertThat(packaging.bytes()).isEqualTo(onnx.length);
        assertThat(packaging.checkpoint())
                .isEqualTo(Sha256.of(Files.readAllBytes(folders.model().resolve(ModelFile.NAME))));
        assertThat(packaging.differences()).containsOnlyKeys("boxes", "scores", "areas");
        assertThat(packaging.differences().values()).allMatch(difference -> difference < 1e-4);

        assertThat(report.slices())
                .extracting(SliceLoss::slice)
                .containsExactly("all", "even", "odd");
        SliceLoss all = report.slices().getFirst();
        assertThat(all.images()).isEqualTo(16);
        assertThat(all.full()).isGreaterThan(0.6);
        assertThat(all.loss()).isLessThanOrEqualTo(0.15);
        assertThat(report.areas())
                .extracting(SliceLoss::slice)
                .containsExactly("all", "even", "odd");
        SliceLoss areas = report.areas().getFirst();
        assertThat(areas.full()).isGreaterThan(0.6);
        assertThat(areas.loss()).isLessThanOrEqualTo(0.15);
        assertThat(report.areas().get(1).images() + report.areas().get(2).images())
                .isEqualTo(areas.images());
        assertThat(statement.predicate().at("/int8/areas/0/full").asDouble())
                .isEqualTo(areas.full());
        assertThat(reduced).hasSizeLessThan(onnx.length / 2);
        assertThat(report.reducedLatency()).isNotNull();
        assertThat(lines).anyMatch(line -> line.contains("\"phase\":\"calibration\""));
        assertMetadata(onnx);

        assertThat(folders.made().resolve("model-nms.onnx")).doesNotExist();
        assertThat(statement.predicate().at("/tensorrt/status").asText()).isEqualTo("SKIPPED");
        assertThat(lines).anyMatch(line -> line.contains("skipped: no trtexec on the PATH"));

        Files.delete(folders.made().resolve("model.onnx"));
        environment.put("PACKAGE_NMS", "true");
        PackageReport again = run();
        assertThat(again.outcome()).isEqualTo(PackageOutcome.PACKAGED);
        assertChooses(again);
        assertThat(folders.made().resolve("model.onnx")).hasBinaryContent(onnx);
        assertThat(folders.made().resolve("model-int8.onnx")).hasBinaryContent(reduced);
    }

    private void assertChooses(PackageReport report) throws IOException {
        Suppression nms = report.nms();
        assertThat(nms).isNotNull();
        assertThat(nms.boxes()).isPositive();
        assertThat(nms.difference()).isLessThan(1e-4);
        byte[] onnx = Files.readAllBytes(folders.made().resolve("model-nms.onnx"));
        assertThat(Sha256.of(onnx).hex()).isEqualTo(nms.sha256());
        assertThat(Files.readString(folders.made().resolve("packaging.json")))
                .contains(nms.sha256());
        try (TrainedNetwork first = new TrainedNetwork(Trained.SHAPE, weights);
                OnnxModel model = new OnnxModel(Trained.SHAPE, onnx, 1)) {
            assertThat(first).isNotNull();
            assertThat(model.metadata())
                    .containsEntry("roadloop.nms", "{\"least\":0.02,\"overlap\":0.6,\"most\":100}")
                    .containsEntry("roadloop.width", "96");
        }
    }

    private void assertMetadata(byte[] onnx) {
        try (TrainedNetwork first = new TrainedNetwork(Trained.SHAPE, weights);
                OnnxModel model = new OnnxModel(Trained.SHAPE, onnx, 1)) {
            assertThat(first).isNotNull();
            assertThat(model.metadata())
                    .containsEntry("roadloop.classes", "[\"red\",\"blue\"]")
                    .containsEntry("roadloop.areas", "[\"painted\"]")
                    .containsEntry("roadloop.width", "96")
                    .containsEntry("roadloop.height", "64")
                    .containsEntry(
                            "roadloop.normalisation",
                            "{\"channels\":\"RGB\",\"low\":0,\"high\":255,\"fit\":\"upper left\","
                                    + "\"rest\":114}")
                    .containsEntry("roadloop.dataset", manifest.version().hex())
                    .containsEntry("roadloop.code", "0123abc")
                    .containsKey("roadloop.weights");
        }
    }

    @Test
    void makesNoBundleWhoseAnswersDifferFromTheNetworks() throws IOException {
        Files.createDirectories(folders.made());
        Files.writeString(folders.made().resolve("packaging.json"), "of a job before");
        environment.put("PACKAGE_MOST_DIFFERENCE", "0");

        assertRefused(PackageOutcome.DIFFERENT_ANSWERS, "expected at most 0.0, found");
        assertNothingMade();
    }

    @Test
    void refusesWhatFindsLessInEightBits() throws Exception {
        DatasetChannel dataset = DatasetChannel.open(shared, manifest.version());
        BatchMaker maker = new BatchMaker(Trained.SHAPE, 1 << 24);
        try (TrainedNetwork network = new TrainedNetwork(Trained.SHAPE, weights)) {
            byte[] full = network.onnx(Map.of());
            EightBits graph = new EightBits(full);
            Map<String, Range> ranges = new HashMap<>();
            graph.values().forEach(value -> ranges.put(value, new Range(0, 0.01f)));
            byte[] reduced = Quantiser.quantise(graph, ranges);
            try (OnnxModel good = new OnnxModel(Trained.SHAPE, full, 1);
                    OnnxModel bad = new OnnxModel(Trained.SHAPE, reduced, 1)) {
                VerifyModel verify =
                        new VerifyModel(dataset, maker, PackageSettings.of(environment), folder);

                assertThatThrownBy(() -> verify.losses(good, bad))
                        .isInstanceOf(RefusedException.class)
                        .hasMessageContaining("slice all of 16 pictures: expected an AP50");
                SliceLoss areas = verify.areas(good, bad).getFirst();
                assertThat(areas.loss()).isGreaterThan(0.15);
                verify.checkAreas(new SliceLoss("all", 29, areas.full(), areas.reduced()));
                for (String slice : List.of("all", "night")) {
                    SliceLoss large = new SliceLoss(slice, 30, areas.full(), areas.reduced());
                    assertThatThrownBy(() -> verify.checkAreas(large))
                            .isInstanceOf(RefusedException.class)
                            .hasMessageContaining(
                                    "slice "
                                            + slice
                                            + " of 30 pictures: expected a mean IoU of areas in");
                }
            }
        }
    }

    @Test
    void namesWhatIsMissingOrDoesNotBelongTogether() throws IOException {
        Path model = folders.model().resolve(ModelFile.NAME);
        Trained.write(model, manifest, List.of("red", "green"), weights);
        assertRefused(PackageOutcome.CLASS_MISMATCH, "[red, green]");

        byte[] file = Files.readAllBytes(model);
        file[file.length / 2] ^= 1;
        Files.write(model, file);
        assertRefused(PackageOutcome.DAMAGED_MODEL, "model");

        Files.delete(model);
        assertRefused(PackageOutcome.DAMAGED_MODEL, "there is no");

        Trained.write(model, manifest, Trained.CLASSES, weights);
        folders = JobFolders.below(folder, folder.resolve("elsewhere"));
        assertRefused(PackageOutcome.MISSING_CHANNEL, "elsewhere");

        environment.put("PACKAGE_MOST_LOSS", "2");
        environment.put("PACKAGE_SPEED", "fast");
        environment.put("PACKAGE_NMS", "yes");
        assertRefused(
                PackageOutcome.BAD_CONFIGURATION,
                "most_loss: expected a number from 0 to 1, found '2'");
        assertRefused(PackageOutcome.BAD_CONFIGURATION, "speed is unknown");
        assertRefused(PackageOutcome.BAD_CONFIGURATION, "nms: expected true or false, found 'yes'");
        assertNothingMade();
    }

    @Test
    void aFaultOfRoadloopIsNamedToo() throws IOException {
        assertThatThrownBy(() ->
                        new PackageJob(
                                        folders,
                                        environment,
                                        1,
                                        line -> {
                                            if (line.contains("exported")) {
                                                throw new IllegalStateException("a fault");
                                            }
                                        })
                                .run())
                .isInstanceOf(IllegalStateException.class);

        assertThat(folders.reports().resolve("outcome.json"))
                .content()
                .contains("\"INTERNAL\"")
                .contains("a fault");
        assertNothingMade();
    }

    private PackageReport run() {
        return new PackageJob(folders, environment, 1, lines::add).run();
    }

    private void assertRefused(PackageOutcome outcome, String why) {
        PackageReport report = run();
        assertThat(report.outcome()).isEqualTo(outcome);
        assertThat(report.message()).contains(why);
        assertThat(report.outcome().exitCode()).isEqualTo(10);
    }

    private void assertNothingMade() throws IOException {
        if (!Files.exists(folders.made())) {
            return;
        }
        try (Stream<Path> files = Files.list(folders.made())) {
            assertThat(files).isEmpty();
        }
    }
}
