package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.platform.LabelUploader;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.DatasetVersionFrozen;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// The first half of the learning loop on the synthesised template: labels become a frozen version,
/// a version a model; under the template's roles, with duplicates, bad input and failed steps.
class LearningLoopE2E {

    @TempDir private static Path folder;

    private static WorkflowCloud cloud;
    private static Bucket gold;

    @BeforeAll
    static void start() throws IOException {
        cloud = new WorkflowCloud(folder);
        gold = new Bucket(cloud.s3, cloud.output("GoldBucket"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @Test
    void labelsOfAGeneratedDriveBecomeOneVersionThoughEventsComeTwiceAndAStepFails()
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

        aBadBatchIsRefusedAndLeavesTheDatasetAsItWas(street);
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
