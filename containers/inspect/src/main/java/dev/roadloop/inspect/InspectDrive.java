package dev.roadloop.inspect;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionOutcome;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.drivejob.RawDrive;
import dev.roadloop.drivejob.RawRecording;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Inspects a registered drive and leaves three documents in the gold bucket: the report, the
/// report in a signed envelope, and the outcome that the state machine reads. The same drive and
/// policy give the same report.
final class InspectDrive {

    /// Media type of the signed payload.
    static final String PAYLOAD_TYPE = "application/vnd.roadloop.inspection+json";

    private static final String JSON = "application/json";
    private static final int MAX_POLICY_BYTES = 1 << 20;
    private static final int MAX_MESSAGE_CHARS = 1000;

    private final Bucket bronze;
    private final Bucket gold;
    private final EnvelopeSigner signer;
    private final Path scratch;

    /// @param scratch an existing directory of this run alone
    InspectDrive(Bucket bronze, Bucket gold, EnvelopeSigner signer, Path scratch) {
        this.bronze = bronze;
        this.gold = gold;
        this.signer = signer;
        this.scratch = scratch;
    }

    /// @throws dev.roadloop.domain.CallerException when the drive was never registered or has no
    ///   recording
    InspectionOutcome inspect(DriveId drive) {
        RawDrive raw = RawDrive.find(drive, gold, bronze, scratch);
        Inspection inspection = new Inspection(policy(raw.record().vehicle()));
        for (RawRecording recording : raw.recordings()) {
            try {
                inspection.add(recording);
            } catch (IOException e) {
                throw new TransientException(
                        "reading " + recording.name() + " of drive " + drive + " broke off", e);
            }
        }
        InspectionReport report = inspection.report(drive);
        byte[] json = Json.bytes(report);
        gold.put(DriveKeys.inspection(drive), json, JSON);
        gold.put(
                DriveKeys.inspectionEnvelope(drive),
                Json.bytes(signer.sign(PAYLOAD_TYPE, json)),
                JSON);
        InspectionOutcome outcome =
                new InspectionOutcome(
                        drive,
                        report.verdict(),
                        report.reason(),
                        shortened(report.message()),
                        report.findings().size(),
                        DriveKeys.inspection(drive));
        gold.put(DriveKeys.inspectionOutcome(drive), Json.bytes(outcome), JSON);
        return outcome;
    }

    private SensorPolicy policy(VehicleId vehicle) {
        String key = "policies/sensors/" + vehicle + ".json";
        return gold.get(key, MAX_POLICY_BYTES)
                .map(json -> SensorPolicy.parse(json, gold.at(key)))
                .orElseGet(SensorPolicy::bundled);
    }

    private static @Nullable String shortened(@Nullable String message) {
        return message == null || message.length() <= MAX_MESSAGE_CHARS
                ? message
                : message.substring(0, MAX_MESSAGE_CHARS) + "… (the report has all of it)";
    }
}
