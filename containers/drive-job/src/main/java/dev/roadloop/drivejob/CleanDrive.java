package dev.roadloop.drivejob;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CleanRecording;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Recordings;
import java.util.List;

/// A redacted drive as it lies in the bronze bucket: what every job reads that makes something for
/// people or models. Its recordings are read by ranges.
public final class CleanDrive {

    private static final int MAX_REPORT_BYTES = 256 << 20;

    private final RedactionReport report;
    private final Bucket bronze;

    private CleanDrive(RedactionReport report, Bucket bronze) {
        this.report = report;
        this.bronze = bronze;
    }

    /// Finds a redacted drive.
    ///
    /// @param gold where its redaction report lies
    /// @param bronze where its clean recordings lie
    /// @throws CallerException when the drive was not redacted, or is held for review
    public static CleanDrive find(DriveId drive, Bucket gold, Bucket bronze) {
        String key = DriveKeys.redaction(drive);
        byte[] json =
                gold.get(key, MAX_REPORT_BYTES)
                        .orElseThrow(() ->
                                new CallerException(
                                        "drive "
                                                + drive
                                                + " is not redacted: expected "
                                                + gold.at(key)
                                                + ", found nothing; redrive its execution from"
                                                + " PlanRedaction"));
        RedactionReport report = Json.read(json, RedactionReport.class, gold.at(key));
        if (report.verdict() != RedactionVerdict.CLEAN) {
            throw new CallerException(
                    "drive "
                            + drive
                            + " is held for review: "
                            + report.message()
                            + "; redact it again by a better detector or another policy");
        }
        return new CleanDrive(report, bronze);
    }

    /// What the redaction did. Its ledger is what the recordings hold.
    public RedactionReport report() {
        return report;
    }

    /// The clean recordings, in the order in which they are read, each under the name of the raw
    /// one that it was made of.
    public List<RawRecording> recordings() {
        return report.recordings().stream()
                .map(recording ->
                        new RawRecording(
                                recording.raw(),
                                recording.bytes(),
                                () -> Recordings.open(open(bronze, recording))))
                .toList();
    }

    private static ByteSource open(Bucket bronze, CleanRecording recording) {
        String key = recording.key();
        StoredObject object =
                bronze.find(key)
                        .orElseThrow(() ->
                                new CallerException(
                                        bronze.at(key) + " is gone; redact the drive again"));
        if (object.size() != recording.bytes()) {
            throw new InternalException(
                    bronze.at(key)
                            + " has "
                            + object.size()
                            + " bytes; the redaction report says "
                            + recording.bytes());
        }
        return ByteSource.ranged(
                bronze.at(key),
                object.size(),
                (position, length) -> bronze.range(key, position, length, object.etag()));
    }
}
