package dev.roadloop.cli.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.FunctionLogs;
import dev.roadloop.cli.platform.LabelUploader;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.DatasetVersionFrozen;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingFinished;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// The first half of the learning loop on the synthesised template: labels become a frozen version,
/// a version a packaged model; under the template's roles, with duplicates, bad input and failed
/// steps.
class LearningLoopE2E {

    @TempDir private static Path folder;

    private static WorkflowCloud cloud;
    private static Bucket gold;

    @BeforeAll
    static void start() throws IOException {
        cloud = new WorkflowCloud(folder, WorkflowCloud.UNHURRIED);
        gold = new Bucket(cloud.s3, cloud.output("GoldBucket"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
        FunctionLogs.assertStructured(folder.resolve("state"));
    }

    @Test
    void labelsBecomeOneVersionAndThatAModelThoughEventsComeTwiceAndStepsFail()
            throws IOException, InterruptedException {
        Path drive = folder.resolve("alpha/alpha.mcap");
        Files.createDirectories(drive.getParent());
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("cut-in"), 1, 3).withCamera(CameraModel.front(160, 96)),
                drive,
                done -> {});
        Path truth = DriveGenerator.truthFile(drive);
        LabelUploader.Purpose purpose = purpose("alpha", "street", false);
        cloud.jobs.exit("alpha", "freeze", 30);
        String build = uploader().upload(purpose, List.of(drive, truth));
        String execution = cloud.execution("BuildDataset", build);
        uploader().upload(purpose, List.of(drive, truth));

        DescribeExecutionResponse failed = cloud.ended(execution, 0);
        assertThat(failed.error()).isEqualTo("dev.roadloop.lambda.StepFailedException");
        assertThat(failed.cause()).contains("Freeze", "roadloop redrive");
        cloud.jobs.run("alpha", "freeze");
        cloud.redrive(execution);
        JsonNode frozen = output(cloud.ended(execution, 1));

        assertThat(frozen.path("outcome").asText()).as(frozen.toString()).isEqualTo("FROZEN");
        Sha256 version = new Sha256(frozen.path("version").asText());
        DatasetName street = new DatasetName("street");
        DatasetManifest manifest =
                Json.read(
                        gold.get(DatasetKeys.manifest(street, version), 1 << 20).orElseThrow(),
                        DatasetManifest.class,
                        "the manifest");
        assertThat(manifest.digest()).isEqualTo(version);
        assertThat(manifest.counts()).containsExactly(Map.entry(DatasetSplit.TRAIN, 10));
        assertThat(gold.find(DatasetKeys.object(manifest.samples().getFirst().md5()))).isPresent();
        assertThat(gold.find(DatasetKeys.repository(street))).isPresent();
        DatasetVersionFrozen event = catalogued(street).getFirst();
        assertThat(event.version()).isEqualTo(version);
        assertThat(event.train()).isEqualTo(10);
        assertThat(announced(DatasetVersionFrozen.NAME, DatasetVersionFrozen.class))
                .containsExactly(event);

        aBadBatchIsRefusedAndLeavesTheDatasetAsItWas(street);
        aModelIsTrainedOnTheVersion(street, version);
        aPackageThatIsRefusedIsAnEndThatSaysWhy();
        nothingIsTrainedOnAGoldenSet();
    }

    private static void aModelIsTrainedOnTheVersion(DatasetName street, Sha256 version)
            throws IOException, InterruptedException {
        cloud.jobs.exit("run-1", "train", 30);
        String execution = cloud.start("TrainModel", "run-1", request(street, version));
        assertThat(cloud.ended(execution, 0).cause()).contains("training run-1", "Train");
        cloud.jobs.run("run-1", "train");
        cloud.jobs.exit("run-1", "package", 30);
        cloud.redrive(execution);
        assertThat(cloud.ended(execution, 1).cause()).contains("training run-1", "Package");
        cloud.jobs.run("run-1", "package");
        cloud.redrive(execution);
        JsonNode trained = output(cloud.ended(execution, 2));

        assertThat(trained.path("outcome").asText()).as(trained.toString()).isEqualTo("COMPLETED");
        assertThat(gold.find(RunKeys.model("run-1"))).isPresent();
        JsonNode report =
                Json.jackson().readTree(gold.get(RunKeys.outcome("run-1"), 1 << 16).orElseThrow());
        assertThat(report.path("model").asText()).isEqualTo(trained.path("model").asText());
        assertThat(report.path("provenance").path("dataset").asText()).isEqualTo(version.hex());
        assertThat(report.path("provenance").path("codeCommit").asText()).isEqualTo("c0ffee");
        assertThat(report.path("provenance").path("imageDigest").asText()).isNotBlank();
        assertThat(cloud.states(execution))
                .contains("BeginRun", "RecordRun", "Announce", "Trained")
                .containsOnlyOnce("RecordRun");
        assertThat(announced(TrainingFinished.NAME, TrainingFinished.class))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.run()).isEqualTo("run-1");
                    assertThat(event.version()).isEqualTo(version);
                    assertThat(event.packageKey()).isEqualTo(trained.path("package").asText());
                });
        theModelIsPackaged(trained.path("package").asText());
    }

    private static void theModelIsPackaged(String folder) {
        Sha256 model = gold.sha256(folder + "model.onnx", null).orElseThrow();
        assertThat(folder).isEqualTo("models/packages/street/" + model.prefix(12) + "/");
        assertThat(gold.find(folder + "model-int8.onnx")).isPresent();
        Statement statement =
                Json.read(
                        gold.get(folder + "packaging.json", 1 << 20).orElseThrow(),
                        Statement.class,
                        "packaging.json");
        assertThat(statement.kind()).contains(EvidenceKind.PACKAGING);
        assertThat(statement.isAbout(model)).isTrue();
        // What the configuration `smoke` leaves out of its judgement.
        assertThat(statement.predicate().path("settings").path("leastHeight").asDouble())
                .isEqualTo(40.0 / 375);
    }

    /// The jobs do nothing here; what they left is that of the run before, but for its packaging.
    private static void aPackageThatIsRefusedIsAnEndThatSaysWhy()
            throws IOException, InterruptedException {
        String json = "application/json";
        byte[] request = gold.get(RunKeys.request("run-1"), 1 << 20).orElseThrow();
        gold.put(RunKeys.request("run-3"), request, json);
        gold.put(
                RunKeys.outcome("run-3"),
                gold.get(RunKeys.outcome("run-1"), 1 << 20).orElseThrow(),
                json);
        gold.put(
                RunKeys.packaging("run-3"),
                Json.bytes(Map.of("outcome", "WORSE_IN_EIGHT_BITS", "message", "slice all")),
                json);
        cloud.jobs.exit("run-3", "train", 0);
        cloud.jobs.exit("run-3", "package", 0);
        String execution = cloud.start("TrainModel", "run-3", new String(request, UTF_8));
        JsonNode trained = output(cloud.ended(execution, 0));

        assertThat(trained.path("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(trained.path("packaging").asText()).isEqualTo("WORSE_IN_EIGHT_BITS");
        assertThat(trained.path("message").asText()).isEqualTo("slice all");
        assertThat(trained.has("package")).isFalse();
        assertThat(cloud.states(execution)).contains("Announce", "NotPackaged");
    }

    private static void nothingIsTrainedOnAGoldenSet() throws IOException, InterruptedException {
        Path judges = Files.createDirectories(folder.resolve("judges"));
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        image.setRGB(20, 20, 0xff0000);
        ImageIO.write(image, "png", judges.resolve("a.png").toFile());
        Files.writeString(
                judges.resolve("labels.json"),
                """
                {"categories":[{"id":1,"name":"car"}],
                 "images":[{"id":1,"file_name":"a.png","width":64,"height":48,"drive":"other"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[2,2,20,20]}]}
                """);
        String build = uploader().upload(purpose("judges", "judges", true), List.of(judges));
        JsonNode frozen = output(cloud.ended(cloud.execution("BuildDataset", build), 0));
        assertThat(frozen.path("golden").asBoolean()).as(frozen.toString()).isTrue();

        Sha256 version = new Sha256(frozen.path("version").asText());
        DatasetName name = new DatasetName("judges");
        assertThat(gold.find(DatasetKeys.manifest(name, version))).isEmpty();
        String execution = cloud.start("TrainModel", "run-2", request(name, version));
        JsonNode refused = output(cloud.ended(execution, 0));

        assertThat(refused.path("outcome").asText()).isEqualTo("GOLDEN_SET");
        assertThat(gold.find(RunKeys.model("run-2"))).isEmpty();
        assertThat(cloud.states(execution))
                .contains("RecordRun")
                .doesNotContain("Announce", "Package");
    }

    private static String request(DatasetName dataset, Sha256 version) {
        return Json.text(
                new TrainingRequest(
                        dataset,
                        version,
                        "smoke",
                        1,
                        "c0ffee",
                        Map.of("steps", "2", "batch_size", "2", "width", "64", "height", "32"),
                        "loop",
                        null,
                        Map.of(),
                        TrainingCompute.USUAL));
    }

    private static void aBadBatchIsRefusedAndLeavesTheDatasetAsItWas(DatasetName street)
            throws IOException, InterruptedException {
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Files.writeString(
                bad.resolve("labels.json"),
                """
                {"categories":[{"id":1,"name":"car"}],
                 "images":[{"id":1,"file_name":"a.jpg","width":64,"height":48},
                           {"id":1,"file_name":"b.jpg","width":64,"height":48}],
                 "annotations":[{"id":1,"image_id":7,"category_id":9,"bbox":[0,0,1,1]}]}
                """);
        String build = uploader().upload(purpose("bad", street.value(), false), List.of(bad));
        String execution = cloud.execution("BuildDataset", build);
        JsonNode refused = output(cloud.ended(execution, 0));

        assertThat(refused.path("outcome").asText()).isEqualTo("REFUSED");
        JsonNode report =
                Json.jackson()
                        .readTree(
                                gold.get(refused.path("reportKey").asText(), 1 << 20)
                                        .orElseThrow());
        assertThat(report.path("faults").findValuesAsText("code"))
                .contains("ID_TWICE", "REFERENCE_UNKNOWN", "PICTURE_MISSING");
        assertThat(catalogued(street)).hasSize(1);
        assertThat(cloud.executions("BuildDataset")).isEqualTo(2);
    }

    private static <T> List<T> announced(String name, Class<T> type) throws IOException {
        return cloud.announced(name).stream()
                .map(detail -> Json.read(detail.toString(), type, name))
                .toList();
    }

    private static LabelUploader uploader() {
        return new LabelUploader(cloud.s3, cloud.output("LandingBucket"), Uploader.UNSEEN);
    }

    private static LabelUploader.Purpose purpose(String batch, String dataset, boolean golden) {
        return new LabelUploader.Purpose(
                new DatasetName(batch),
                new DatasetName(dataset),
                golden,
                Map.of(batch, DatasetSplit.TRAIN));
    }

    private static JsonNode output(DescribeExecutionResponse ended) throws IOException {
        assertThat(ended.status())
                .as("%s: %s", ended.error(), ended.cause())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
        return Json.jackson().readTree(ended.output());
    }

    private static List<DatasetVersionFrozen> catalogued(DatasetName dataset) {
        return cloud
                .dynamo
                .queryPaginator(request ->
                        request.tableName(cloud.output("DrivesTable"))
                                .keyConditionExpression("pk = :dataset")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":dataset",
                                                AttributeValue.fromS("DATASET#" + dataset))))
                .items()
                .stream()
                .map(item ->
                        Json.read(item.get("event").s(), DatasetVersionFrozen.class, "the catalog"))
                .toList();
    }
}
