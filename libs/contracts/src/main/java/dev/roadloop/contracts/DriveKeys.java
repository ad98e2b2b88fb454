package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.time.LocalDate;
import java.util.Optional;

/// Where everything of a drive lies: the keys of design §5, in one place.
public final class DriveKeys {
    /// Below which uploads land, in the landing bucket.
    public static final String LANDING = "drives/";

    /// Below which raw drives lie, in the bronze bucket.
    public static final String RAW = "raw/";

    /// Below which redacted drives lie, in the bronze bucket.
    public static final String CLEAN = "clean/";

    /// Below which the parts of redactions lie that are under way, in the bronze bucket.
    public static final String REDACTION_PARTS = "parts/";

    /// The name of an upload's manifest.
    public static final String MANIFEST = "manifest.json";

    /// Below which the records of all drives lie, in the gold bucket, where nothing expires.
    public static final String RECORDS = "records/";

    private static final String JSON = ".json";
    private static final String REDACTION_ENVELOPE = "redaction.dsse.json";

    private DriveKeys() {}

    /// Landing: the folder of an upload, ending in `/`.
    public static String upload(VehicleId vehicle, UploadId upload) {
        return LANDING + vehicle + "/" + upload + "/";
    }

    /// Bronze: the raw folder of a drive, ending in `/`.
    public static String raw(DriveId drive) {
        return RAW + drive + "/";
    }

    /// Bronze: a raw file of a drive.
    ///
    /// @param name the file's name within its drive
    public static String rawFile(DriveId drive, String name) {
        return raw(drive) + name;
    }

    /// Bronze: the folder of a drive's redacted recordings, ending in `/`.
    public static String clean(DriveId drive) {
        return CLEAN + drive + "/";
    }

    /// Bronze: the [RedactionPlan].
    public static String redactionPlan(DriveId drive) {
        return clean(drive) + "plan.json";
    }

    /// Bronze: the list of all boxes that a [RedactionReport] covers.
    public static String redactionBoxes(DriveId drive) {
        return clean(drive) + "boxes.jsonl";
    }

    /// Bronze: the folder of what one worker redacted, ending in `/`, until it is merged.
    ///
    /// @param plan the digest of the plan; parts of another plan are of no use
    public static String redactionParts(DriveId drive, Sha256 plan) {
        return REDACTION_PARTS + drive + "/" + plan.prefix(16) + "/";
    }

    /// Gold: the [RedactionReport].
    public static String redaction(DriveId drive) {
        return reports(drive) + "redaction.json";
    }

    /// Gold: the [DsseEnvelope] around the redaction report. A copy lies with the clean recordings.
    public static String redactionEnvelope(DriveId drive) {
        return reports(drive) + REDACTION_ENVELOPE;
    }

    /// Bronze: the copy of the signed redaction report, so that clean recordings travel with it.
    public static String cleanEnvelope(DriveId drive) {
        return clean(drive) + REDACTION_ENVELOPE;
    }

    /// Gold: the picture of canaries before and after, beside the [RedactionReport].
    public static String redactionCanaries(DriveId drive) {
        return reports(drive) + "redaction-canaries.png";
    }

    /// Gold: the [RedactionOutcome].
    public static String redactionOutcome(DriveId drive) {
        return reports(drive) + "redaction.outcome.json";
    }

    /// Gold: the [RedactionPolicy] of a vehicle.
    public static String redactionPolicy(VehicleId vehicle) {
        return "policies/redaction/" + vehicle + ".json";
    }

    /// Gold: the [DriveRecord].
    public static String record(DriveId drive) {
        return RECORDS + drive + JSON;
    }

    /// The drive's id in the key of a [DriveRecord], as it stands there.
    ///
    /// @return empty when the key is not one of a record
    public static Optional<String> recorded(String key) {
        return key.startsWith(RECORDS) && key.endsWith(JSON)
                ? Optional.of(key.substring(RECORDS.length(), key.length() - JSON.length()))
                : Optional.empty();
    }

    /// Silver: the Parquet table part of one topic and UTC day.
    public static String signals(DriveId drive, TopicKey topic, LocalDate date) {
        return "signals/topic=" + topic + "/date=" + date + "/drive=" + drive + "/part.parquet";
    }

    /// Silver: the folder of a camera topic's keyframes, ending in `/`.
    public static String frames(DriveId drive, TopicKey topic) {
        return "frames/drive=" + drive + "/topic=" + topic + "/";
    }

    /// Silver: the Zarr group of a topic of point clouds, ending in `/`.
    public static String lidar(DriveId drive, TopicKey topic) {
        return "lidar/" + drive + "/" + topic + ".zarr/";
    }

    /// Silver: the shard of a clip.
    ///
    /// @param index the clip's number in its drive
    public static String clip(DriveId drive, int index) {
        return "clips/" + drive + "/" + "%s-%06d.tar".formatted(drive, index);
    }

    /// Silver: the synchronised table of one UTC day.
    public static String sync(DriveId drive, LocalDate date) {
        return "sync/date=" + date + "/drive=" + drive + "/part.parquet";
    }

    /// Gold: the folder of a drive's reports, ending in `/`.
    public static String reports(DriveId drive) {
        return "reports/" + drive + "/";
    }

    /// Gold: the [InspectionReport].
    public static String inspection(DriveId drive) {
        return reports(drive) + "inspection.json";
    }

    /// Gold: the [DsseEnvelope] around the inspection report.
    public static String inspectionEnvelope(DriveId drive) {
        return reports(drive) + "inspection.dsse.json";
    }

    /// Gold: the [InspectionOutcome].
    public static String inspectionOutcome(DriveId drive) {
        return reports(drive) + "inspection.outcome.json";
    }

    /// Gold: the [ConversionReport].
    public static String conversion(DriveId drive) {
        return reports(drive) + "conversion.json";
    }

    /// Gold: the [ConversionOutcome].
    public static String conversionOutcome(DriveId drive) {
        return reports(drive) + "conversion.outcome.json";
    }

    /// Gold: how a vehicle's drives are converted, where that differs from what is usual.
    public static String conversionPolicy(VehicleId vehicle) {
        return "policies/conversion/" + vehicle + JSON;
    }

    /// Gold: a CAN database that conversion policies name.
    ///
    /// @param name the file's name, such as `rav4.dbc`
    public static String canDatabase(String name) {
        return "policies/conversion/dbc/" + name;
    }

    /// Gold: the [QuarantineRecord] of a drive.
    public static String quarantine(DriveId drive) {
        return "quarantine/" + drive + "/reason.json";
    }

    /// Gold: the [QuarantineRecord] of an upload that never became a drive.
    public static String quarantine(VehicleId vehicle, UploadId upload) {
        return "quarantine/" + vehicle + "/" + upload + "/reason.json";
    }

    /// Gold: the folder of a drive's ingestion log, ending in `/`.
    public static String ingestLog(DriveId drive) {
        return "logs/ingest/" + drive + "/";
    }
}
