package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    void aMissingSensorIsAFindingThatNamesIt() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().without("/imu").bytes());

        assertThat(codes(inspection)).containsExactly("SENSOR_MISSING");
        assertThat(inspection.findings().getFirst().message()).contains("imu", "sensor_msgs/Imu");
        assertThat(inspection.verdict()).isEqualTo(Verdict.FINDINGS);
    }

    @Test
    void moreTopicsThanThePolicyAllowsMeanQuarantine() throws IOException {
        SensorPolicy bundled = SensorPolicy.bundled();
        SensorPolicy narrow =
                new SensorPolicy(
                        "narrow",
                        1,
                        bundled.clock(),
                        bundled.losses(),
                        new SensorPolicy.Contents(1),
                        bundled.sensors());
        Inspection inspection = new Inspection(narrow);
        inspection.add(
                "a.mcap", ByteSource.of("a.mcap", ByteBuffer.wrap(TestDrive.complete().bytes())));
        InspectionReport report = inspection.report(DRIVE);

        assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(report.message()).contains("at most 1 topics, found 3");
    }

    @Test
    void aRequiredSensorThatIsMissingMeansQuarantine() throws IOException {
        SensorPolicy bundled = SensorPolicy.bundled();
        SensorPolicy policy =
                new SensorPolicy(
                        "strict",
                        1,
                        bundled.clock(),
                        bundled.losses(),
                        new SensorPolicy.Contents(2000),
                        List.of(
                                new SensorPolicy.Sensor(
                                        "radar",
                                        List.of("radar_msgs/Scan"),
                                        SensorPolicy.Presence.REQUIRED,
                                        null,
                                        null,
                                        null)));
        Inspection inspection = new Inspection(policy);
        inspection.add(
                "a.mcap", ByteSource.of("a.mcap", ByteBuffer.wrap(TestDrive.complete().bytes())));
        InspectionReport report = inspection.report(DRIVE);

        assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINE);
        assertThat(report.reason()).isEqualTo(QuarantineReason.INSPECTION);
        assertThat(report.message()).contains("radar");
    }

    @Test
    void aSilentSensorIsAFindingWithTheLengthOfTheGap() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().silent("/imu", 2.0, 5.0).bytes());

        assertThat(codes(inspection)).containsExactly("GAP");
        assertThat(inspection.findings().getFirst().topic()).isEqualTo("/imu");
        assertThat(inspection.findings().getFirst().numbers().get("gapSeconds"))
                .isBetween(3.0, 3.1);
    }

    @Test
    void stampsThatLieFarBehindTheLogClockAreAFinding() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().stampLag("/fix", 7_200.0).bytes());

        assertThat(codes(inspection)).containsExactly("STAMP_OFFSET");
        assertThat(inspection.findings().getFirst().numbers().get("medianOffsetSeconds"))
                .isBetween(7199.9, 7200.1);
    }

    @Test
    void timesThatRunBackwardsAreCounted() throws IOException {
        Inspection inspection = inspected(TestDrive.complete().backwards("/imu").bytes());

        assertThat(codes(inspection)).contains("TIME_BACKWARDS");
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
    void aByteThatSeveralLossesNameIsLostOnce() {
        List<RecordedLoss> losses =
                List.of(
                        new RecordedLoss("a", null, null, 100, 300, "cut"),
                        new RecordedLoss("a", "/imu", 3L, 200, 400, "cut"),
                        new RecordedLoss("b", null, null, 0, 50, "cut"),
                        new RecordedLoss("b", null, 0L, 0, 5000, "index"));

        assertThat(Judgement.damagedBytes(losses)).isEqualTo(350);
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
