package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ClockComparison;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.drivejob.TopicFanOut;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class InspectionTest {

    private static final DriveId DRIVE = DriveId.parse("car7-20260102T030405Z-0123abcd");

    @Test
    void aDriveWithAllSensorsAtTheirRatesPasses() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().bytes());

        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.verdict()).isEqualTo(Verdict.PASS);
        assertThat(inspection.topics())
                .extracting("topic")
                .containsExactly("/camera", "/fix", "/imu");
    }

    @Test
    void theReportTellsWhereAndWhenTheDriveWas() throws IOException {
        InspectionReport report = inspected(TestDrive.complete().bytes()).report(DRIVE);

        assertThat(report.start()).isNotNull();
        assertThat(report.firstPosition()).isNotNull();
        assertThat(report.firstPosition().latitude()).isEqualTo(49.0);
        assertThat(report.bounds().north()).isGreaterThan(report.bounds().south());
        assertThat(Json.read(Json.bytes(report), InspectionReport.class, "copy")).isEqualTo(report);
    }

    @Test
    void aRequiredSensorThatIsMissingMeansQuarantineWithItsSentence() throws IOException {
        SensorPolicy policy =
                SensorPolicy.parse(
                        """
                        {"id": "strict", "version": 1, "clock": {},
                         "losses": {"maxLostFraction": 0.1}, "contents": {"maxTopics": 50},
                         "sensors": [{"name": "imu", "types": ["sensor_msgs/Imu"],
                                      "presence": "REQUIRED"}]}\
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        "strict.json");
        Inspection inspection = new Inspection(policy);
        inspection.add(
                "a.mcap",
                ByteSource.of(
                        "a.mcap", ByteBuffer.wrap(TestDrive.complete().without("/imu").bytes())));
        InspectionReport report = inspection.report(DRIVE);

        assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(report.reason()).isEqualTo(QuarantineReason.INSPECTION);
        assertThat(report.message()).contains("imu", "sensor_msgs/Imu");
    }

    @Test
    void theStampsOfFixesAreTheTimeOfTheGps() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().stamps("/fix", t -> -7_200).bytes());

        assertThat(codes(inspection)).containsExactly("GPS_CLOCK_OFFSET");
        assertThat(inspection.findings().getFirst().message())
                .contains("header.stamp", "7200.000 s behind", "2.00 h", "time zone");
        assertThat(inspection.verdict()).isEqualTo(Verdict.FINDINGS);
    }

    @Test
    void gpsTimeWithLeapSecondsLeftInIsRecognised() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().gpsTime(t -> 18.1).bytes());

        assertThat(codes(inspection)).containsExactly("GPS_CLOCK_OFFSET");
        assertThat(inspection.findings().getFirst().message()).contains("leap seconds");
    }

    @Test
    void theReportHasAllClocks() throws IOException {
        InspectionReport report =
                inspected(TestDrive.complete().gpsTime(t -> 0.25).bytes()).report(DRIVE);

        assertThat(report.verdict()).isEqualTo(Verdict.PASS);
        assertThat(report.clocks())
                .extracting(clock -> clock.topic() + " " + clock.field())
                .containsExactly(
                        "/camera header.stamp",
                        "/fix header.stamp",
                        "/imu header.stamp",
                        "/time header.stamp",
                        "/time time_ref");
        assertThat(report.clocks().getLast().offsetSeconds()).isEqualTo(0.25);
    }

    @Test
    void anyNumberOfThreadsGivesTheSameReport() throws IOException {
        byte[] content =
                TestDrive.complete().gpsTime(t -> t < 3 ? 5 : 0).noFix(7).cutShort("/imu").bytes();
        List<String> reports = new ArrayList<>();
        for (int threads : new int[] {1, 2, 7}) {
            Inspection inspection =
                    new Inspection(SensorPolicy.bundled(), () -> new TopicFanOut(threads, 10_000));
            inspection.add("a.mcap", ByteSource.of("a.mcap", ByteBuffer.wrap(content)));
            reports.add(Json.text(inspection.report(DRIVE)));
        }
        assertThat(reports).allSatisfy(report -> assertThat(report).isEqualTo(reports.get(0)));
    }

    @Test
    void aTopicOfTwoTypesIsDecodedByBoth() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RecordingWriter writer =
                Mcap.create(Channels.newChannel(out), WriteOptions.defaults(), "ros1")) {
            Topic small =
                    writer.addTopic("/a", "ros1", Schema.of("t/A", "ros1msg", "uint8 a"), Map.of());
            Topic large =
                    writer.addTopic("/a", "ros1", Schema.of("t/B", "ros1msg", "int64 b"), Map.of());
            writer.write(small, 1_767_322_800_000_000_000L, 0, 0, ByteBuffer.allocate(1));
            writer.write(large, 1_767_322_800_000_000_001L, 0, 0, ByteBuffer.allocate(8));
        }

        assertThat(codes(inspected(out.toByteArray())))
                .contains("SENSOR_MISSING")
                .doesNotContain("UNDECODABLE_MESSAGES", "UNDECODABLE_TOPIC");
    }

    @Test
    void fixesWithoutAPlaceAreNotUsed() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().noFix(3).bytes());

        assertThat(codes(inspection)).containsExactly("POSITION_WITHOUT_FIX");
        assertThat(inspection.findings().getFirst().numbers().get("withoutFix")).isEqualTo(3);
        assertThat(inspection.report(DRIVE).bounds().south()).isEqualTo(49.0);
    }

    @Test
    void aTruncatedFileIsSalvagedAndItsLossHasAByteRange() throws IOException {
        byte[] whole = TestDrive.complete().bytes();
        Inspection inspection = inspected(Arrays.copyOf(whole, whole.length * 3 / 4));

        assertThat(inspection.verdict()).isEqualTo(Verdict.FINDINGS);
        assertThat(codes(inspection)).contains("DATA_LOST");
        assertThat(inspection.losses())
                .allSatisfy(loss -> assertThat(loss.file()).isEqualTo("drive.mcap"));
        assertThat(inspection.report(DRIVE).messages()).isPositive();
    }

    @Test
    void anEmptyFileAndAForeignFileAreQuarantined() throws IOException {
        for (byte[] content : List.of(new byte[0], "PK\3\4 not a recording at all".getBytes())) {
            InspectionReport report = inspected(content).report(DRIVE);

            assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINE);
            assertThat(report.reason()).isEqualTo(QuarantineReason.UNREADABLE);
            assertThat(report.message()).contains("drive.mcap");
        }
    }

    @Test
    void splitFilesAreOneLedger() throws IOException {
        Inspection inspection = new Inspection(SensorPolicy.bundled());
        inspection.add(
                "1.mcap", ByteSource.of("1.mcap", ByteBuffer.wrap(TestDrive.complete().bytes())));
        inspection.add(
                "2.mcap",
                ByteSource.of(
                        "2.mcap", ByteBuffer.wrap(TestDrive.complete().startingAt(10).bytes())));

        assertThat(inspection.files()).hasSize(2);
        assertThat(inspection.topics()).hasSize(3);
        assertThat(inspection.topics().get(1).messages()).isEqualTo(200);
    }

    @Test
    void theSameFileGivesTheSameReport() throws IOException {
        byte[] content = TestDrive.complete().bytes();

        assertThat(Json.text(inspected(content).report(DRIVE)))
                .isEqualTo(Json.text(inspected(content).report(DRIVE)));
    }

    @Test
    void realRecordingsOfOneDriveAgreeAcrossFormats() throws IOException {
        Path root = Path.of(System.getProperty("roadloop.root", "../.."));
        Path data =
                Path.of(
                        System.getProperty(
                                "roadloop.testdata", root.resolve("../shared/data").toString()));
        Path folder = data.resolve("recordings_nc/kitti_0001");
        Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: no recordings at " + folder);
        Inspection mcap = of(folder.resolve("kitti_2011_09_26_drive_0001.mcap"));
        Inspection bag = of(folder.resolve("kitti_2011_09_26_drive_0001.bag"));

        assertThat(mcap.losses()).isEmpty();
        assertThat(bag.losses()).isEmpty();
        assertThat(mcap.topics()).allSatisfy(topic -> assertThat(topic.messages()).isEqualTo(108));
        assertThat(mcap.report(DRIVE).bounds()).isEqualTo(bag.report(DRIVE).bounds());
        assertThat(mcap.report(DRIVE).start()).isEqualTo(bag.report(DRIVE).start());
        // Its stamps are local time written as UTC, and so are its log times: no clock is off.
        assertThat(codes(mcap)).isEmpty();
        assertThat(codes(bag)).isEmpty();
        assertThat(mcap.report(DRIVE).clocks())
                .extracting(ClockComparison::offsetSeconds)
                .containsOnly(0.0);
    }

    private static Inspection of(Path file) throws IOException {
        Inspection inspection = new Inspection(SensorPolicy.bundled());
        inspection.add(file.getFileName().toString(), ByteSource.of(file));
        return inspection;
    }

    private static Inspection inspected(byte[] content) throws IOException {
        Inspection inspection = new Inspection(SensorPolicy.bundled());
        inspection.add("drive.mcap", ByteSource.of("drive.mcap", ByteBuffer.wrap(content)));
        return inspection;
    }

    private static List<String> codes(Inspection inspection) {
        return inspection.findings().stream().map(Finding::code).toList();
    }
}
