package dev.roadloop.cli.workflow;

import dev.roadloop.contracts.ConversionOutcome;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionOutcome;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.RedactionOutcome;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.BoxList;
import dev.roadloop.contracts.RedactionReport.PixelCheck;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import java.util.List;

/// What the jobs on a drive would have written that [ScriptedJobs] only pretend to be.
final class ScriptedReports {

    /// Longer than one range, so that the Map has more than one item.
    private static final TopicLedger CAMERA =
            new TopicLedger(
                    "/camera",
                    "sensor_msgs/CompressedImage",
                    700,
                    700,
                    new SensorTime(1),
                    new SensorTime(70_000_000_000L),
                    69_999_999_999L,
                    "ab");

    private ScriptedReports() {}

    /// Puts what the jobs on a drive would have written.
    ///
    /// @param recording digest of what was redacted
    /// @param refused whether the inspection refuses the drive
    /// @param held whether the redaction is to be held for review
    static void put(
            WorkflowCloud cloud, DriveId drive, Sha256 recording, boolean refused, boolean held) {
        String gold = cloud.output("GoldBucket");
        InspectionReport inspection =
                new InspectionReport(
                        drive,
                        "default@1",
                        refused ? Verdict.QUARANTINE : Verdict.PASS,
                        refused ? QuarantineReason.UNREADABLE : null,
                        refused ? "nothing can be read" : null,
                        new SensorTime(1),
                        new SensorTime(9),
                        List.of(),
                        List.of(CAMERA),
                        List.of(),
                        List.of(),
                        null,
                        null);
        cloud.put(gold, DriveKeys.inspection(drive), Json.bytes(inspection));
        cloud.put(
                gold,
                DriveKeys.inspectionOutcome(drive),
                Json.bytes(
                        new InspectionOutcome(
                                drive,
                                inspection.verdict(),
                                inspection.reason(),
                                inspection.message(),
                                0,
                                DriveKeys.inspection(drive))));
        redaction(cloud, drive, recording, held);
        cloud.put(
                gold,
                DriveKeys.conversion(drive),
                Json.bytes(new ConversionReport(drive, List.of())));
        cloud.put(
                gold,
                DriveKeys.conversionOutcome(drive),
                Json.bytes(new ConversionOutcome(drive, 0, 0, 0, 0, DriveKeys.conversion(drive))));
    }

    private static void redaction(WorkflowCloud cloud, DriveId drive, Sha256 digest, boolean held) {
        String gold = cloud.output("GoldBucket");
        RedactionReport report =
                new RedactionReport(
                        drive,
                        "default@1",
                        digest,
                        held ? RedactionVerdict.HELD : RedactionVerdict.CLEAN,
                        held ? "2 of 60 plates were found" : null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        new BoxList(DriveKeys.redactionBoxes(drive), digest, 0),
                        new PixelCheck(0, 0, 0),
                        List.of(),
                        null,
                        List.of());
        cloud.put(gold, DriveKeys.redaction(drive), Json.bytes(report));
        cloud.put(
                gold,
                DriveKeys.redactionOutcome(drive),
                Json.bytes(
                        new RedactionOutcome(
                                drive,
                                digest,
                                report.verdict(),
                                report.message(),
                                0,
                                0,
                                0,
                                0,
                                0,
                                DriveKeys.redaction(drive))));
    }
}
