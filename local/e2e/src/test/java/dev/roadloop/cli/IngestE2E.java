package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.DriveProgress;
import dev.roadloop.cli.progress.ProgressReader;
import dev.roadloop.cli.report.DriveReport;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingConversion;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// Recordings, real and damaged, go through the synthesised template in one JVM: functions under
/// their roles, jobs as processes, the machine as deployed.
class IngestE2E {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final Path DATA =
            Path.of(
                    System.getProperty(
                            "roadloop.testdata", ROOT.resolve("../shared/data").toString()));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir private static Path folder;

    private static Platform platform;

    @BeforeAll
    static void start() throws IOException {
        platform = Platform.start(ROOT, Platform.stateOf(folder), 0, false);
        List.of("real", "split", "folder", "cut", "again")
                .forEach(vehicle -> Vehicles.withoutCanaries(platform, vehicle));
        Vehicles.withModel(platform, "deployed", 0.5);
        Vehicles.withCan(
                platform,
                "deployed",
                Files.readAllBytes(ROOT.resolve("docs/reference/simdrive.dbc")));
        Vehicles.withModel(platform, "walk", 0.99);
    }

    @AfterAll
    static void stop() throws IOException {
        platform.close();
        FunctionLogs.assertStructured(Platform.stateOf(folder));
    }

    @Test
    void aGeneratedDriveIsCataloguedWithARowForEveryMessage() throws IOException, SQLException {
        Path file = folder.resolve("generated.mcap");
        long messages =
                DriveGenerator.generate(
                                DriveSpec.of(Scenario.of("cut-in"), 2, 3)
                                        .withCamera(CameraModel.front(320, 180)),
                                file,
                                done -> {})
                        .messages()
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .sum();

        JsonNode drive = ingest("sim", 0, file);

        assertThat(drive.path("status").asText()).isEqualTo("CATALOGUED");
        assertThat(drive.path("messages").asLong()).isEqualTo(messages);
        assertThat(rows(drive.path("driveId").asText())).isEqualTo(messages);
        assertThat(drive.path("frames").asInt()).isEqualTo(20);
        theCommandsShow(drive.path("driveId").asText(), messages);
    }

    /// As one would type them beside a running platform.
    private static void theCommandsShow(String drive, long messages) throws IOException {
        JsonNode status = json("status", drive.substring(drive.lastIndexOf('-') + 1), "--json");
        assertThat(status.path("driveId").asText()).isEqualTo(drive);
        assertThat(status.at("/ledger/messages").asLong()).as("%s", status).isEqualTo(messages);
        assertThat(status.path("steps")).isNotEmpty();
        assertThat(status.path("topicEntries")).hasSize(12);
        assertThat(said(ExitCode.OK, "status", drive))
                .contains("CATALOGUED", "/imu/data", "Inspect", "Convert");
        assertThat(said(ExitCode.OK, "status")).contains(drive);
        assertThat(json("drives", "--json").findValuesAsText("driveId")).contains(drive);
        assertThat(said(ExitCode.OK, "drives")).contains(drive);
        String where = " from imu_data where drive = '" + drive + "'";
        assertThat(json("query", "select count(*) as n" + where, "--json").findValuesAsText("n"))
                .containsExactly("200");
        assertThat(said(ExitCode.OK, "query", "select topic, drive" + where + " limit 1", "--csv"))
                .isEqualToIgnoringNewLines("topic,driveimu_data," + drive);
        assertThat(said(ExitCode.BAD_INPUT, "query", "select 1 from nowhere"))
                .contains("the query failed", "nowhere");
        assertThat(said(ExitCode.BAD_INPUT, "redrive", drive)).contains("roadloop: ");
        assertThat(said(ExitCode.BAD_INPUT, "status", "nobody")).contains("nobody");
    }

    private static JsonNode json(String... args) throws IOException {
        return new ObjectMapper().readTree(said(ExitCode.OK, args));
    }

    /// What a command prints on both streams.
    private static String said(int exit, String... args) {
        StringWriter said = new StringWriter();
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        String before = System.setProperty("roadloop.root", folder.toString());
        try {
            assertThat(command.execute(args)).as("%s: %s", List.of(args), said).isEqualTo(exit);
        } finally {
            if (before == null) {
                System.clearProperty("roadloop.root");
            } else {
                System.setProperty("roadloop.root", before);
            }
        }
        return said.toString();
    }

    @Test
    void severalFilesWithAManifestAreOneDrive() throws IOException {
        Path one = folder.resolve("part1.mcap");
        Path two = folder.resolve("part2.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 1, 5).withCamera(CameraModel.front(160, 90)),
                one,
                done -> {});
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 1, 6).withCamera(CameraModel.front(160, 90)),
                two,
                done -> {});
        StringWriter out = new StringWriter();

        int exit =
                Ingest.ingest(
                        platform,
                        new VehicleId("split"),
                        List.of(one, two),
                        new PrintWriter(out),
                        true,
                        PATIENCE);

        assertThat(exit).as(out.toString()).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("files").asInt()).isEqualTo(2);
    }

    @Test
    void aDirectoryOfRosbag2IsOneRecordingAndItsMissingFileIsNamed()
            throws IOException, SQLException {
        Path file = folder.resolve("whole-bag.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 1, 9).withCamera(CameraModel.front(160, 90)),
                file,
                done -> {});
        Path bag = folder.resolve("bag");
        long messages =
                RecordingConversion.convert(
                                file, bag, Rosbag2WriteOptions.defaults().withSplitBytes(100_000))
                        .ledger()
                        .messages();
        long lost;
        try (Recording second = Recordings.open(bag.resolve("bag_1.db3"));
                MessageCursor cursor = second.read(ReadOptions.all())) {
            for (lost = 0; cursor.next(); lost++) {}
        }
        Files.delete(bag.resolve("bag_1.db3"));

        JsonNode drive = ingest("folder", 0, bag);

        assertThat(drive.path("verdict").asText()).isEqualTo("FINDINGS");
        assertThat(drive.path("messages").asLong()).isEqualTo(messages - lost).isPositive();
        assertThat(rows(drive.path("driveId").asText())).isEqualTo(messages - lost);
        String report =
                platform.clients()
                        .s3()
                        .getObjectAsBytes(request ->
                                request.bucket(platform.goldBucket())
                                        .key(
                                                DriveKeys.inspection(
                                                        DriveId.parse(
                                                                drive.path("driveId").asText()))))
                        .asUtf8String();
        assertThat(report).contains("metadata.yaml lists bag_1.db3, found no such file");
    }

    @Test
    void anEmptyFileIsQuarantinedAndOtherFilesUnderItsNameAreAnsweredForThemselves()
            throws IOException {
        Path name = folder.resolve("again.mcap");

        JsonNode empty = ingest("again", ExitCode.BAD_INPUT, Files.createFile(name));
        String first = ingestGenerated(name, 31);
        String second = ingestGenerated(name, 32);
        String firstAgain = ingestGenerated(name, 31);

        assertThat(empty.path("status").asText()).isEqualTo("QUARANTINED");
        assertThat(empty.path("reason").asText()).isEqualTo("UNREADABLE");
        assertThat(second).isNotEqualTo(first);
        assertThat(firstAgain).as("the same recording twice is one drive").isEqualTo(first);
        assertThat(new Catalog(platform).drives())
                .filteredOn(drive -> drive.get("vehicle").equals("again"))
                .filteredOn(drive -> drive.get("status").equals("CATALOGUED"))
                .extracting(drive -> drive.get("driveId"))
                .containsExactlyInAnyOrder(first, second);
    }

    private static String ingestGenerated(Path file, long seed) throws IOException {
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 1, seed)
                        .withCamera(CameraModel.front(160, 90)),
                file,
                done -> {});
        return ingest("again", ExitCode.OK, file).path("driveId").asText();
    }

    @Test
    void aTruncatedFileIsSalvagedAndSaysWhatIsLost() throws IOException {
        Path whole = folder.resolve("whole.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 3, 8).withCamera(CameraModel.front(160, 90)),
                whole,
                done -> {});
        byte[] bytes = Files.readAllBytes(whole);
        Path cut =
                Files.write(
                        folder.resolve("cut.mcap"),
                        java.util.Arrays.copyOf(bytes, bytes.length * 9 / 10));

        JsonNode drive = ingest("cut", 0, cut);

        assertThat(drive.path("verdict").asText()).isEqualTo("FINDINGS");
        assertThat(drive.path("losses").asInt()).isPositive();
    }

    /// One of each format and maker; the others, which are the same drives or alike, with
    /// `-Droadloop.recordings=all`. The large pictures of the walk are looked at by a small model.
    @ParameterizedTest
    @CsvSource({
        "real, recordings_nc/kitti_0001/rosbag2_kitti_2011_09_26_drive_0001, 432, always",
        "real, recordings/comma2k19_example1/comma2k19_example1.mcap, 159626, always",
        "walk, recordings/gopro_walk/gopro_max_walk.bag, 2517, always",
        "real, recordings/gps_only/rviz_satellite_sample.bag, 151, always",
        "real, recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap, 540, all",
        "real, recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.bag, 670, all",
        "real, recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.mcap, 770, all",
        "real, recordings_nc/kitti_0005/kitti_2011_09_26_drive_0005.bag, 616, all",
        "real, recordings/comma2k19_example1/comma2k19_example1_nocan.bag, 23536, all"
    })
    void aRealRecordingHasARowForEveryMessage(
            String vehicle, String name, long messages, String when)
            throws IOException, SQLException {
        Path file = DATA.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: no recording at " + file);
        Assumptions.assumeTrue(
                when.equals("always") || when.equals(System.getProperty("roadloop.recordings")),
                "skipped: " + name + " is for -Droadloop.recordings=all");

        JsonNode drive = ingest(vehicle, 0, file);

        assertThat(drive.path("status").asText()).isEqualTo("CATALOGUED");
        assertThat(drive.path("messages").asLong()).isEqualTo(messages);
        assertThat(rows(drive.path("driveId").asText())).isEqualTo(messages);
    }

    @Test
    void theSameCommandsWorkOnStacksThatCloudFormationDescribes() throws IOException {
        Path file = folder.resolve("deployed.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 2, 41)
                        .withCamera(CameraModel.front(160, 90)),
                file,
                done -> {});
        try (Platform deployed =
                Platform.deployed(
                        AwsClients.from(
                                Map.of(
                                        "AWS_ENDPOINT_URL", platform.endpoint().toString(),
                                        "AWS_REGION", "us-east-1",
                                        "AWS_ACCESS_KEY_ID", "test",
                                        "AWS_SECRET_ACCESS_KEY", "test")))) {
            assertThat(deployed.ingestMachine()).isEqualTo(platform.ingestMachine());
            String id = ingest(deployed, "deployed", 0, file).path("driveId").asText();

            Catalog.Entry drive = DriveNames.find(new Catalog(deployed), id.substring(20));
            DriveProgress progress =
                    new ProgressReader(deployed)
                            .read(id, new Executions(deployed).arnOf(drive))
                            .orElseThrow();
            assertThat(progress.running()).isFalse();
            assertThat(progress.steps()).isNotEmpty().allMatch(step -> step.fraction() == 1);
            assertThat(progress.fraction()).isEqualTo(1);
            assertThat(progress.ledger().orElseThrow().messages())
                    .isEqualTo(Long.parseLong(drive.get("messages")));
            wentByItsVehiclesPolicies(new EndedDrive(deployed, drive));
            Path page = folder.resolve("deployed.html");
            new DriveReport(deployed).write(drive, page);
            assertThat(page).content().contains(id, "Where it went", "data:image/jpeg;base64,");
            assertThatThrownBy(deployed::silverFolder).hasMessageContaining("deployed platform");
        }
    }

    /// Looked at by the vehicle's own model, converted with its CAN database.
    private static void wentByItsVehiclesPolicies(EndedDrive drive) {
        RedactionReport redaction = drive.redaction();
        assertThat(redaction.detector())
                .satisfies(
                        detector -> assertThat(detector.name()).matches("onnx:[a-z0-9-]+\\.onnx"));
        assertThat(redaction.cameras())
                .singleElement()
                .satisfies(camera -> {
                    assertThat(camera.redacted()).isEqualTo(20);
                    assertThat(camera.boxes()).containsOnlyKeys("plate");
                });
        ConversionReport conversion = drive.conversion();
        assertThat(conversion.policy()).startsWith("generated@7+");
        assertThat(conversion.products())
                .filteredOn(made -> made.product().equals("can"))
                .extracting(MadeProduct::topic, MadeProduct::items)
                .containsExactlyInAnyOrder(
                        tuple("/can/bus0/BRAKE", 100L),
                        tuple("/can/bus0/SPEED", 100L),
                        tuple("/can/bus0/STEERING", 100L));
        assertThat(conversion.products())
                .filteredOn(made -> made.product().equals("sync"))
                .singleElement()
                .satisfies(made -> assertThat(made.items()).isBetween(38L, 41L));
    }

    private static JsonNode ingest(String vehicle, int expectedExit, Path file) throws IOException {
        return ingest(platform, vehicle, expectedExit, file);
    }

    private static JsonNode ingest(Platform where, String vehicle, int expectedExit, Path file)
            throws IOException {
        StringWriter out = new StringWriter();
        int exit =
                Ingest.ingest(
                        where,
                        new VehicleId(vehicle),
                        List.of(file),
                        new PrintWriter(out),
                        true,
                        PATIENCE);
        assertThat(exit).as("exit code of ingesting %s: %s", file, out).isEqualTo(expectedExit);
        return new ObjectMapper().readTree(out.toString());
    }

    /// Counted by DuckDB, which shares no code with the writer.
    private static long rows(String drive) throws SQLException {
        String tables =
                platform.silverFolder().resolve("signals")
                        + "/*/*/drive="
                        + drive
                        + "/part.parquet";
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet result =
                        statement.executeQuery(
                                "select sum(num_rows) from parquet_file_metadata('"
                                        + tables
                                        + "')")) {
            result.next();
            return result.getLong(1);
        }
    }
}
