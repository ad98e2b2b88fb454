package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.workflow.TroubledCalls.Effect;
import dev.roadloop.cli.workflow.TroubledCalls.Trouble;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DriveId;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// What the deployed functions and jobs leave of a drive: the same after a redrive as without a
/// failure, and tables as Glue declares them.
class DriveOutputsE2E {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    /// As long as each other and in the same place among other words, for equal contents.
    private static final String CALM = "storm-0";

    private static final String STORM = "storm-1";

    @TempDir private static Path folder;

    private static WorkflowCloud cloud;
    private static byte[] recording = new byte[0];

    @BeforeAll
    static void start() throws IOException {
        cloud = new WorkflowCloud(folder, WorkflowCloud.HURRIED);
        Path file = folder.resolve("a.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 1, 11)
                        .withCamera(CameraModel.front(160, 90)),
                file,
                done -> {});
        recording = Files.readAllBytes(file);
        cloud.withoutCanaries(CALM);
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    /// One drive meets them one after the other, each redrive leading to the next.
    @Test
    void aDriveThatIsRedrivenAtEachStepIsWhatAnUndisturbedRunMakes() throws Exception {
        Map<String, Trouble> troubles = new LinkedHashMap<>();
        troubles.put("VerifyFiles", trouble("VerifyFile", "s3", "/raw/"));
        troubles.put("Inspect", trouble("InspectJob", "s3", "inspection.dsse.json"));
        troubles.put("Convert", trouble("ConvertJob", "s3", "/topic=imu"));
        troubles.put("Catalog", trouble("CatalogDrive", "dynamodb", "TOPIC#/imu"));
        troubles.values().forEach(cloud.troubles::add);
        cloud.withoutCanaries(STORM);
        cloud.upload(CALM, START, recording, recording);
        cloud.upload(STORM, START, recording, recording);

        int redrives = 0;
        for (Map.Entry<String, Trouble> each : troubles.entrySet()) {
            DescribeExecutionResponse end = cloud.ended(drive(STORM), redrives++);
            assertThat(end.statusAsString()).as(each.getKey()).isEqualTo("FAILED");
            assertThat(end.cause()).contains("in state " + each.getKey());
            cloud.troubles.end(each.getValue());
            cloud.redrive(drive(STORM));
        }
        DescribeExecutionResponse end = cloud.ended(drive(STORM), redrives);

        assertThat(end.statusAsString()).as("%s", end.cause()).isEqualTo("SUCCEEDED");
        assertThat(cloud.ended(drive(CALM), 0).statusAsString()).isEqualTo("SUCCEEDED");
        assertThat(catalog(STORM)).isEqualTo(catalog(CALM)).hasSizeGreaterThan(5);
        assertThat(ledgers(STORM)).isEqualTo(ledgers(CALM));
        assertThat(silver(STORM)).isEqualTo(silver(CALM)).hasSizeGreaterThan(5);
    }

    @Test
    void everyTableHasTheColumnsAndLiesInThePartitionsThatGlueDeclares() throws Exception {
        cloud.upload(CALM, START, recording, recording);
        cloud.ended(drive(CALM), 0);
        GlueTable table = GlueTable.declared(cloud.jobs.cdkOut(), "signals");
        List<String> synchronised =
                silver(CALM).keySet().stream().filter(key -> key.startsWith("sync/")).toList();
        List<String> keys =
                silver(CALM).keySet().stream()
                        .filter(key -> key.endsWith(".parquet") && !key.startsWith("sync/"))
                        .toList();
        GlueTable sync = GlueTable.declared(cloud.jobs.cdkOut(), "sync");

        assertThat(synchronised).hasSize(1).allMatch(sync::locates);
        Map<String, String> sensors = GlueTable.common(cloud.silver(), synchronised);
        sensors.keySet().removeIf(name -> name.startsWith("ground_truth_"));
        assertThat(sensors)
                .as("columns of the synchronised table, less the generator's ground truth")
                .isEqualTo(sync.columns());
        assertThat(keys).hasSizeGreaterThan(5).allMatch(table::locates);
        assertThat(table.locates("signals/date=2026-01-02/topic=imu/drive=x/part.parquet"))
                .as("partitions in another order")
                .isFalse();
        Map<String, String> common = GlueTable.common(cloud.silver(), keys);
        List<String> cameras = keys.stream().filter(key -> key.contains("image")).toList();
        assertThat(cameras).hasSize(1);
        assertThat(GlueTable.common(cloud.silver(), cameras))
                .as("columns of the camera's table, which alone has frames")
                .containsAllEntriesOf(table.columns());
        common.put("frame_key", "string");
        assertThat(common)
                .as("columns that all %d tables have, and the cameras' own", keys.size())
                .isEqualTo(table.columns());
    }

    /// Elsewhere timestamps stopped matching the images' names, and scenes had no times.
    @Test
    void everyFrameThatARowNamesIsThereAndIsNamedByItsTime() throws Exception {
        cloud.upload(CALM, START, recording, recording);
        cloud.ended(drive(CALM), 0);
        List<String> keys = silver(CALM).keySet().stream().toList();
        String table =
                keys.stream()
                        .filter(key -> key.contains("image") && key.endsWith(".parquet"))
                        .findFirst()
                        .orElseThrow();

        Map<String, String> times = GlueTable.frames(cloud.silver().resolve(table));

        assertThat(times).hasSize(10);
        assertThat(keys).containsAll(times.keySet());
        assertThat(times).allSatisfy((key, time) -> assertThat(key).endsWith("/" + time + ".jpg"));
    }

    private static Trouble trouble(String role, String service, String target) {
        return new Trouble(STORM, role, service, target, Effect.SERVER_ERROR);
    }

    private static DriveId drive(String vehicle) {
        return WorkflowCloud.driveId(vehicle, START, recording);
    }

    /// Without what must differ: the vehicle in names, the times and events of the run, and how
    /// well names compress.
    private static Map<String, Map<String, String>> catalog(String vehicle) {
        Map<String, Map<String, String>> items = new TreeMap<>();
        cloud.catalog(drive(vehicle))
                .forEach((sk, item) -> {
                    Map<String, String> attributes = new TreeMap<>();
                    item.forEach((name, value) -> attributes.put(name, text(value, vehicle)));
                    List.of(
                                    "registeredAt",
                                    "cataloguedAt",
                                    "correlationId",
                                    "silverBytes",
                                    "sha256")
                            .forEach(attributes::remove);
                    items.put(sk, attributes);
                });
        return items;
    }

    private static String text(AttributeValue value, String vehicle) {
        return value.toString().replace(vehicle, CALM);
    }

    private static List<JsonNode> ledgers(String vehicle) throws IOException {
        DriveId drive = drive(vehicle);
        return List.of(
                report(DriveKeys.inspection(drive), vehicle),
                report(DriveKeys.conversion(drive), vehicle));
    }

    private static JsonNode report(String key, String vehicle) throws IOException {
        String json =
                new String(cloud.get(cloud.output("GoldBucket"), key), StandardCharsets.UTF_8);
        ObjectNode report = (ObjectNode) Json.jackson().readTree(json.replace(vehicle, CALM));
        assertThat(report.path("topics")).as(key).isNotEmpty();
        report.path("clips").forEach(clip -> ((ObjectNode) clip).remove("sha256"));
        report.path("products").forEach(product -> ((ObjectNode) product).remove("bytes"));
        report.path("topics")
                .forEach(topic -> {
                    if (topic.has("tables")) {
                        ((ObjectNode) topic).remove("bytes");
                    }
                });
        return report;
    }

    /// All tables and frames by key: rows without their links to frames, which hold the vehicle,
    /// and sizes of frames.
    private static Map<String, String> silver(String vehicle) throws SQLException {
        Map<String, String> objects = new TreeMap<>();
        String drive = drive(vehicle).toString();
        for (S3Object object :
                cloud.s3
                        .listObjectsV2Paginator(
                                request -> request.bucket(cloud.output("SilverBucket")))
                        .contents()) {
            if (object.key().contains(drive)) {
                String content =
                        object.key().endsWith(".parquet")
                                ? GlueTable.content(cloud.silver().resolve(object.key()))
                                : Long.toString(object.size());
                objects.put(object.key().replace(vehicle, CALM), content);
            }
        }
        return objects;
    }
}
