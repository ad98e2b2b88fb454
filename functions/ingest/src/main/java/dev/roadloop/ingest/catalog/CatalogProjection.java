package dev.roadloop.ingest.catalog;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.UploadId;
import dev.roadloop.ingest.log.LogEntry;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The table's items as a function of the facts in S3, and of nothing else: no clock, no table.
/// Whoever writes an item writes this one, which is why a rebuilt table equals the lost one.
public final class CatalogProjection {
    /// Digits of a drive's geohash: a cell of about 153 m.
    public static final int GEOHASH_DIGITS = 7;

    private static final int MAX_FILES = 200;
    private static final int MAX_TABLES = 400;
    private static final double NANOS_PER_SECOND = 1e9;

    private CatalogProjection() {}

    /// The drive's own item. Lists are cut where an item would outgrow DynamoDB's 400 KB; counts
    /// are exact.
    public static Map<String, AttributeValue> drive(DriveFacts facts) {
        DriveRecord record = facts.record();
        Item item =
                new Item(CatalogKeys.drive(record.driveId()), CatalogKeys.META)
                        .text("gsi1pk", CatalogKeys.DRIVES)
                        .text("gsi1sk", record.driveId().start() + "#" + record.driveId())
                        .text("driveId", record.driveId())
                        .text("vehicle", record.vehicle())
                        .text("upload", record.upload())
                        .text("status", facts.status())
                        .number("stage", facts.status().ordinal())
                        .number("attempt", record.attempt())
                        .text("correlationId", record.correlationId())
                        .text("registeredAt", record.registeredAt())
                        .text("startTime", record.driveId().start())
                        .number("files", record.files().size())
                        .number("bytes", record.bytes())
                        .texts(
                                "fileNames",
                                record.files().stream()
                                        .limit(MAX_FILES)
                                        .map(LandedFile::name)
                                        .toList());
        if (facts.quarantine() != null) {
            QuarantineRecord quarantine = facts.quarantine();
            item.text("reason", quarantine.reason())
                    .text("message", quarantine.message())
                    .text("quarantinedAt", quarantine.quarantinedAt());
        }
        if (facts.inspection() != null && facts.status() != DriveStatus.REGISTERED) {
            inspected(item, facts.inspection());
        }
        if (facts.redaction() != null && facts.status() != DriveStatus.REGISTERED) {
            redacted(item, facts.redaction());
        }
        if (facts.held() != null && facts.status() == DriveStatus.HELD_FOR_REVIEW) {
            item.text("message", facts.held().details().get("message"))
                    .text("heldAt", facts.held().at());
        }
        if (facts.catalogued() != null && facts.conversion() != null) {
            converted(item, facts.conversion());
            item.text("cataloguedAt", facts.catalogued().at());
        }
        return item.text("text", SearchText.of(facts)).attributes();
    }

    /// One item per topic of a catalogued drive.
    public static Stream<Map<String, AttributeValue>> topics(DriveFacts facts) {
        InspectionReport inspection = facts.inspection();
        if (facts.status() != DriveStatus.CATALOGUED
                || inspection == null
                || facts.conversion() == null) {
            return Stream.empty();
        }
        Map<String, ConvertedTopic> converted =
                facts.conversion().topics().stream()
                        .collect(
                                Collectors.toMap(
                                        topic -> topic.ledger().topic(), Function.identity()));
        return inspection.topics().stream()
                .map(ledger -> topic(facts, ledger, converted.get(ledger.topic())));
    }

    /// One item per clip of a catalogued drive.
    public static Stream<Map<String, AttributeValue>> clips(DriveFacts facts) {
        if (facts.status() != DriveStatus.CATALOGUED || facts.conversion() == null) {
            return Stream.empty();
        }
        return facts.conversion().clips().stream().map(clip -> clip(facts.record(), clip));
    }

    private static Map<String, AttributeValue> clip(DriveRecord record, DriveClip clip) {
        String key = CatalogKeys.clip(clip.index());
        Item item =
                new Item(CatalogKeys.drive(record.driveId()), key)
                        .text("gsi1pk", CatalogKeys.clips(clip.place()))
                        .text("gsi1sk", clip.start() + "#" + record.driveId() + "#" + key)
                        .text("driveId", record.driveId())
                        .text("vehicle", record.vehicle())
                        .number("clip", clip.index())
                        .text("startTime", clip.start())
                        .text("endTime", clip.end())
                        .text("key", clip.key())
                        .number("bytes", clip.bytes())
                        .text("sha256", clip.sha256())
                        .number("messages", clip.messages())
                        .number("sensors", clip.sensors().size())
                        .texts("sensorKeys", clip.sensors().stream().limit(MAX_TABLES).toList())
                        .number("missing", clip.missing().size())
                        .texts("missingKeys", clip.missing().stream().limit(MAX_TABLES).toList())
                        .number("longestGapSeconds", clip.longestGapSeconds())
                        .number("keyframes", clip.keyframes())
                        .number("frames", clip.frames())
                        .number("keyframeCoverage", clip.keyframeCoverage());
        GeoPoint place = clip.place();
        if (place != null) {
            item.text("geohash", place.geohash(GEOHASH_DIGITS))
                    .number("latitude", place.latitude())
                    .number("longitude", place.longitude());
        }
        return item.attributes();
    }

    /// The registration's item once the drive is announced; what holds before is the registration's
    /// own business.
    public static Map<String, AttributeValue> registration(DriveRecord record) {
        return new Item(CatalogKeys.drive(record.driveId()), CatalogKeys.REGISTRATION)
                .text("driveId", record.driveId())
                .number("attempt", record.attempt())
                .flag("announced", true)
                .attributes();
    }

    /// The item of an upload that became this drive.
    ///
    /// @param settled the entry of the drive's log that says so
    public static Map<String, AttributeValue> upload(DriveRecord record, LogEntry settled) {
        UploadId upload = new UploadId(detail(settled, "upload"));
        return new Item(CatalogKeys.upload(record.vehicle(), upload), CatalogKeys.META)
                .text("vehicle", record.vehicle())
                .text("upload", upload)
                .text("status", DriveStatus.REGISTERED)
                .text("driveId", record.driveId())
                .text("snapshot", detail(settled, "snapshot"))
                .text("settledAt", settled.at())
                .text("correlationId", settled.correlationId())
                .attributes();
    }

    /// The item of an upload that never became a drive.
    public static Map<String, AttributeValue> upload(QuarantineRecord quarantine) {
        return new Item(
                        CatalogKeys.upload(quarantine.vehicle(), quarantine.upload()),
                        CatalogKeys.META)
                .text("vehicle", quarantine.vehicle())
                .text("upload", quarantine.upload())
                .text("status", DriveStatus.QUARANTINED)
                .text("reason", quarantine.reason())
                .text("message", quarantine.message())
                .text("snapshot", quarantine.snapshot())
                .text("settledAt", quarantine.quarantinedAt())
                .text("correlationId", quarantine.correlationId())
                .attributes();
    }

    private static void inspected(Item item, InspectionReport inspection) {
        item.text("verdict", inspection.verdict())
                .text("policy", inspection.policy())
                .number("findings", inspection.findings().size())
                .number("losses", inspection.losses().size())
                .number("topics", inspection.topics().size())
                .number("messages", inspection.messages())
                .text("firstTime", inspection.start())
                .text("lastTime", inspection.end());
        if (inspection.start() != null && inspection.end() != null) {
            item.number(
                    "durationSeconds",
                    inspection.end().since(inspection.start()).toNanos() / NANOS_PER_SECOND);
        }
        if (inspection.firstPosition() != null) {
            item.text("geohash", inspection.firstPosition().geohash(GEOHASH_DIGITS))
                    .number("latitude", inspection.firstPosition().latitude())
                    .number("longitude", inspection.firstPosition().longitude());
        }
        if (inspection.bounds() != null) {
            item.number("south", inspection.bounds().south())
                    .number("west", inspection.bounds().west())
                    .number("north", inspection.bounds().north())
                    .number("east", inspection.bounds().east());
        }
    }

    private static void redacted(Item item, RedactionReport redaction) {
        List<CameraTopic> cameras = redaction.cameras();
        item.text("redactionPolicy", redaction.policy())
                .number("pictures", cameras.stream().mapToLong(CameraTopic::frames).sum())
                .number("picturesRedacted", cameras.stream().mapToLong(CameraTopic::redacted).sum())
                .number("picturesWithheld", cameras.stream().mapToLong(CameraTopic::withheld).sum())
                .number("redactionFindings", redaction.findings().size());
    }

    private static void converted(Item item, ConversionReport conversion) {
        List<ConvertedTopic> topics = conversion.topics();
        item.number("tables", topics.stream().mapToLong(topic -> topic.tables().size()).sum())
                .number("rows", topics.stream().mapToLong(ConvertedTopic::rows).sum())
                .number("frames", topics.stream().mapToLong(ConvertedTopic::frames).sum())
                .number("clips", conversion.clips().size())
                .number("silverBytes", topics.stream().mapToLong(ConvertedTopic::bytes).sum());
    }

    private static Map<String, AttributeValue> topic(
            DriveFacts facts, TopicLedger ledger, @Nullable ConvertedTopic converted) {
        String key = CatalogKeys.topic(ledger.topic());
        Item item =
                new Item(CatalogKeys.drive(facts.record().driveId()), key)
                        .text("gsi1pk", key)
                        .text("gsi1sk", facts.record().driveId())
                        .text("driveId", facts.record().driveId())
                        .text("vehicle", facts.record().vehicle())
                        .text("topic", ledger.topic())
                        .text("schema", ledger.schema())
                        .number("messages", ledger.messages())
                        .number("bytes", ledger.bytes())
                        .text("firstTime", ledger.first())
                        .text("lastTime", ledger.last())
                        .number("maxGapNanos", ledger.maxGapNanos())
                        .text("hash", ledger.hash());
        if (converted != null) {
            item.text("topicKey", converted.key())
                    .number("rows", converted.rows())
                    .number("columns", converted.columns())
                    .number("silverBytes", converted.bytes())
                    .number("tables", converted.tables().size())
                    .texts("tableKeys", converted.tables().stream().limit(MAX_TABLES).toList())
                    .number("frames", converted.frames())
                    .text("framesPrefix", converted.framesPrefix())
                    .text("undecoded", converted.undecoded());
        }
        return item.attributes();
    }

    private static String detail(LogEntry entry, String name) {
        String value = entry.details().get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the log entry \""
                            + entry.step()
                            + "\" of drive "
                            + entry.driveId()
                            + " has no "
                            + name);
        }
        return value;
    }
}
