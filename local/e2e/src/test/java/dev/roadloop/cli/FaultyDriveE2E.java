package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roadloop.cli.FaultyRecording.Fault;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.VehicleId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Drives whose sensors say nonsense, or are missing, go through the template: each fault is a
/// finding with its number in the report of the step that meets it, what no step can look into
/// stays in the raw zone and is counted, and all else comes through.
class FaultyDriveE2E {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir private static Path folder;

    /// A file of twelve frames, which libs/video describes.
    private static final Path VIDEO =
            ROOT.resolve(
                    "libs/video/src/test/resources/dev/roadloop/video/h264-bframes-uneven.mp4");

    private static final int[] VIDEO_TIMES = {
        0, 3003, 6006, 12012, 12013, 18018, 21021, 90000, 93003, 180000, 183003, 186007
    };

    private static final Instant VIDEO_START =
            Instant.ofEpochSecond(1_780_000_000L).plusNanos(123_456_789);

    private static final String VIDEO_TOPIC = "/video/front";

    private static Platform platform;

    /// All faults in one recording, and a video beside it.
    @SuppressWarnings("NullAway.Init")
    private static EndedDrive faulty;

    @BeforeAll
    static void start() throws IOException {
        platform = Platform.start(ROOT, folder.resolve("state"), 0, false);
        Vehicles.withoutCanaries(platform, "faulty");
        Vehicles.inRanges(platform, "lonely", 10);
        faulty =
                ingest(
                        "faulty",
                        Map.of("front.mp4", VIDEO_START),
                        FaultyRecording.of(folder.resolve("faulty.mcap"), Fault.values()),
                        Files.copy(VIDEO, folder.resolve("front.mp4")));
    }

    @AfterAll
    static void stop() throws IOException {
        platform.close();
    }

    @Test
    void everyFaultIsCountedWhereItIsMetAndNothingIsLost() throws IOException {
        assertThat(faulty.entry().get("status")).isEqualTo("CATALOGUED");
        InspectionReport raw = faulty.inspection();
        met(raw.findings(), "STAMP_JUMP", Fault.CLOCK_THAT_JUMPS, "jumpSeconds", 7);
        met(raw.findings(), "TIME_BACKWARDS", Fault.LOG_CLOCK_THAT_GOES_BACK, "backwardSteps", 1);
        met(
                raw.findings(),
                "UNDECODABLE_MESSAGES",
                Fault.CUT_MESSAGES,
                "undecodable",
                FaultyRecording.MESSAGES);

        RedactionReport redaction = faulty.redaction();
        Map<String, Long> withheld =
                redaction.cameras().stream()
                        .collect(Collectors.toMap(CameraTopic::topic, CameraTopic::withheld));
        assertThat(withheld)
                .isEqualTo(
                        Map.of(
                                Fault.UNDECODABLE_JPEG.topic,
                                30L,
                                Fault.JPEG_OF_1160_MEGAPIXELS.topic,
                                30L,
                                Fault.NO_PICTURE.topic,
                                30L,
                                Fault.WRONG_ENCODING.topic,
                                30L,
                                Fault.RAW_OF_400_MEGAPIXELS.topic,
                                30L,
                                Fault.WITHOUT_CALIBRATION.topic,
                                0L,
                                VIDEO_TOPIC,
                                0L));
        String boxes =
                new String(faulty.get("bronze", redaction.boxes().key()), StandardCharsets.UTF_8);
        assertThat(boxes.lines()).hasSize(150);
        assertThat(boxes).contains("bgr9", "20000", "28992", "40000");

        ConversionReport converted = faulty.conversion();
        met(
                converted.findings(),
                "POINT_CLOUDS_REFUSED",
                Fault.FOUR_THOUSAND_MILLION_POINTS,
                null,
                FaultyRecording.MESSAGES);
        assertThat(converted.findings())
                .filteredOn(finding -> finding.code().equals("CALIBRATION_MISSING"))
                .singleElement()
                .satisfies(finding ->
                        assertThat(finding.numbers())
                                .as("the camera without a fault, and the video")
                                .containsEntry("cameras", 2.0));
        met(converted.findings(), "SYNC_BY_LOG_TIME", Fault.CLOCK_THAT_JUMPS, null, 1);

        accounted(raw, redaction, converted, FaultyRecording.MESSAGES);
    }

    @Test
    void aVideoBesideARecordingBecomesFramesWithItsTimesAndStaysInTheRawZone() throws Exception {
        InspectionReport raw = faulty.inspection();
        assertThat(raw.files())
                .extracting(InspectedFile::name, InspectedFile::format, InspectedFile::messages)
                .contains(tuple("front.mp4", "mp4", (long) VIDEO_TIMES.length));
        assertThat(raw.findings())
                .filteredOn(finding -> VIDEO_TOPIC.equals(finding.topic()))
                .extracting(Finding::code)
                .doesNotContain("TIME_BACKWARDS", "UNDECODABLE_MESSAGES");
        CameraTopic camera =
                faulty.redaction().cameras().stream()
                        .filter(topic -> topic.topic().equals(VIDEO_TOPIC))
                        .findFirst()
                        .orElseThrow();
        assertThat(camera.frames()).isEqualTo(VIDEO_TIMES.length);
        ConvertedTopic converted =
                faulty.conversion().topics().stream()
                        .filter(topic -> topic.ledger().topic().equals(VIDEO_TOPIC))
                        .findFirst()
                        .orElseThrow();
        assertThat(converted.ledger().schema()).isEqualTo("sensor_msgs/msg/CompressedImage");
        assertThat(converted.frames()).isPositive();
        long start = VIDEO_START.getEpochSecond() * 1_000_000_000L + VIDEO_START.getNano();
        assertThat(faulty.logTimes(converted.tables().getFirst()))
                .isEqualTo(
                        Arrays.stream(VIDEO_TIMES)
                                .mapToObj(time -> start + Math.round(time * 1e9 / 90_000))
                                .toList());
        for (String name : List.of("bronze", "silver", "gold")) {
            assertThat(faulty.keys(name))
                    .filteredOn(key -> key.endsWith(".mp4"))
                    .as(name)
                    .allMatch(key -> name.equals("bronze") && key.startsWith(DriveKeys.RAW));
        }
    }

    /// Its pictures are so many that two jobs redact them.
    @Test
    void aDriveOfOneSensorIsCataloguedAndNamesThoseThatAreMissing() throws IOException {
        int pictures = 2 * RedactionPlan.LEAST_FRAMES;

        EndedDrive drive =
                ingest(
                        "lonely",
                        Map.of(),
                        FaultyRecording.of(
                                folder.resolve("lonely.mcap"),
                                pictures,
                                Fault.WITHOUT_CALIBRATION));

        assertThat(drive.entry().get("status")).isEqualTo("CATALOGUED");
        assertThat(drive.entry().get("verdict")).isEqualTo("FINDINGS");
        InspectionReport raw = drive.inspection();
        assertThat(raw.findings())
                .filteredOn(finding -> finding.code().equals("SENSOR_MISSING"))
                .hasSize(2)
                .allSatisfy(finding ->
                        assertThat(finding.numbers())
                                .containsEntry("expected", 1.0)
                                .containsEntry("found", 0.0))
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("position"))
                .anyMatch(message -> message.contains("imu"));
        String plan = DriveKeys.redactionPlan(DriveId.parse(drive.entry().get("driveId")));
        assertThat(Json.read(drive.get("bronze", plan), RedactionPlan.class, plan).ranges())
                .hasSize(2);
        assertThat(drive.keys("bronze")).noneMatch(key -> key.startsWith("parts/"));
        RedactionReport redaction = drive.redaction();
        assertThat(redaction.cameras())
                .singleElement()
                .satisfies(camera -> assertThat(camera.frames()).isEqualTo(pictures));
        accounted(raw, redaction, drive.conversion(), pictures);
    }

    /// Every message is in the clean recordings or listed as withheld, and everything clean has its
    /// row.
    private static void accounted(
            InspectionReport raw,
            RedactionReport redaction,
            ConversionReport converted,
            int messages) {
        Map<String, Long> clean =
                redaction.topics().stream()
                        .collect(Collectors.toMap(TopicLedger::topic, TopicLedger::messages));
        Map<String, Long> withheld =
                redaction.cameras().stream()
                        .collect(Collectors.toMap(CameraTopic::topic, CameraTopic::withheld));
        Map<String, Long> rows =
                converted.topics().stream()
                        .collect(
                                Collectors.toMap(
                                        topic -> topic.ledger().topic(), ConvertedTopic::rows));
        assertThat(raw.losses()).isEmpty();
        for (TopicLedger topic : raw.topics()) {
            long kept = clean.getOrDefault(topic.topic(), 0L);
            assertThat(topic.messages())
                    .as(topic.topic())
                    .isEqualTo(topic.topic().equals(VIDEO_TOPIC) ? VIDEO_TIMES.length : messages);
            assertThat(kept + withheld.getOrDefault(topic.topic(), 0L))
                    .as(topic.topic())
                    .isEqualTo(topic.messages());
            assertThat(rows.getOrDefault(topic.topic(), 0L)).as(topic.topic()).isEqualTo(kept);
        }
    }

    private static void met(
            List<Finding> findings,
            String code,
            Fault fault,
            @Nullable String number,
            double value) {
        assertThat(findings)
                .filteredOn(finding ->
                        finding.code().equals(code) && fault.topic.equals(finding.topic()))
                .as("%s of %s among %s", code, fault.topic, findings)
                .singleElement()
                .satisfies(finding -> {
                    if (number == null) {
                        assertThat(finding.numbers()).containsValue(value);
                    } else {
                        assertThat(finding.numbers()).containsEntry(number, value);
                    }
                });
    }

    private static EndedDrive ingest(String vehicle, Map<String, Instant> starts, Path... files)
            throws IOException {
        StringWriter out = new StringWriter();
        int exit =
                Ingest.ingest(
                        platform,
                        new VehicleId(vehicle),
                        List.of(files),
                        starts,
                        new PrintWriter(out),
                        true,
                        PATIENCE);
        assertThat(exit).as(out.toString()).isEqualTo(ExitCode.OK);
        String id = Json.jackson().readTree(out.toString()).path("driveId").asText();
        return new EndedDrive(platform, new Catalog(platform).drive(id).orElseThrow());
    }
}
