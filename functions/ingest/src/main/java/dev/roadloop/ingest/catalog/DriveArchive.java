package dev.roadloop.ingest.catalog;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What S3 holds of drives, all of it in gold: registration records, reports, quarantine records
/// and the ingestion log. Nothing of it expires, while raw files in bronze do.
public final class DriveArchive {
    /// How large a report may be: 100,000 topics take about 30 MB.
    private static final int MAX_REPORT = 128 << 20;

    /// A manifest has at most 1 MiB; its names stand twice in a drive's record.
    private static final int MAX_RECORD = 4 << 20;

    private static final String JSON = "application/json";

    private final Bucket gold;
    private final IngestLog log;

    /// @param gold where records, reports and logs lie
    public DriveArchive(Bucket gold) {
        this.gold = gold;
        this.log = new IngestLog(gold);
    }

    /// The registration record, if the drive is registered.
    public Optional<DriveRecord> findRecord(DriveId drive) {
        return read(gold, DriveKeys.record(drive), DriveRecord.class, MAX_RECORD);
    }

    /// The registration record.
    ///
    /// @throws CallerException when there is no such drive
    public DriveRecord getRecord(DriveId drive) {
        return findRecord(drive)
                .orElseThrow(() ->
                        new CallerException(
                                "there is no drive "
                                        + drive
                                        + ": "
                                        + gold.at(DriveKeys.record(drive))
                                        + " does not exist; list the drives with `roadloop"
                                        + " drives`"));
    }

    /// A record and which version of it was read.
    ///
    /// @param record what was registered
    /// @param etag the object's entity tag when it was read, or an older one
    public record Version(DriveRecord record, String etag) {}

    /// The registration record as it stands, for [#replace].
    ///
    /// @throws CallerException when there is no such drive
    public Version getVersion(DriveId drive) {
        // The tag is read first: a record that is newer than its tag cannot be replaced by mistake.
        String etag = gold.find(DriveKeys.record(drive)).map(StoredObject::etag).orElse("");
        return new Version(getRecord(drive), etag);
    }

    /// Writes a registration record unless its drive has one.
    ///
    /// @return false when there was one already
    public boolean writeFirst(DriveRecord record) {
        return gold.putIfAbsent(DriveKeys.record(record.driveId()), document(record), JSON);
    }

    /// Replaces one version of a registration record.
    ///
    /// @return false when that version is gone
    public boolean replace(Version version, DriveRecord next) {
        return gold.replace(DriveKeys.record(next.driveId()), document(next), JSON, version.etag());
    }

    /// Why a drive is in quarantine, if this attempt at it is.
    public Optional<QuarantineRecord> findQuarantine(DriveRecord record) {
        return read(
                        gold,
                        DriveKeys.quarantine(record.driveId()),
                        QuarantineRecord.class,
                        MAX_RECORD)
                .filter(quarantine -> quarantine.attempt() == record.attempt());
    }

    /// What the inspection of a drive found, if it ran.
    public Optional<InspectionReport> findInspection(DriveId drive) {
        return read(gold, DriveKeys.inspection(drive), InspectionReport.class, MAX_REPORT);
    }

    /// What the redaction of a drive did, if it ran.
    public Optional<RedactionReport> findRedaction(DriveId drive) {
        return read(gold, DriveKeys.redaction(drive), RedactionReport.class, MAX_REPORT);
    }

    /// All facts about a drive.
    ///
    /// @throws CallerException when there is no such drive
    public DriveFacts facts(DriveId drive) {
        DriveRecord record = getRecord(drive);
        int attempt = record.attempt();
        return new DriveFacts(
                record,
                orNull(log.find(drive, "registered-" + attempt)),
                uploads(drive),
                orNull(findQuarantine(record)),
                orNull(findInspection(drive)),
                orNull(findRedaction(drive)),
                orNull(log.find(drive, "held-" + attempt)),
                orNull(read(gold, DriveKeys.conversion(drive), ConversionReport.class, MAX_REPORT)),
                orNull(log.find(drive, "catalogued-" + attempt)));
    }

    /// The ids of all drives that were ever registered, as they stand in keys.
    public Stream<String> drives() {
        return gold.list(DriveKeys.RECORDS)
                .flatMap(object -> DriveKeys.recorded(object.key()).stream());
    }

    /// Why uploads that never became drives are in quarantine.
    public Stream<QuarantineRecord> quarantinedUploads() {
        return gold.list("quarantine/")
                .filter(object ->
                        object.key().endsWith("/reason.json")
                                && object.key().split("/", -1).length == 4)
                .flatMap(object ->
                        read(gold, object.key(), QuarantineRecord.class, MAX_RECORD).stream());
    }

    private List<LogEntry> uploads(DriveId drive) {
        return log.list(drive, "uploads/").toList();
    }

    private static <T> Optional<T> read(Bucket bucket, String key, Class<T> type, int limit) {
        try {
            return bucket.get(key, limit)
                    .map(document -> Json.read(document, type, bucket.at(key)));
        } catch (MalformedJsonException e) {
            throw new InternalException(
                    e.getMessage()
                            + "; Roadloop wrote it, so its writer and reader disagree, or it was"
                            + " edited",
                    e);
        }
    }

    private static byte[] document(DriveRecord record) {
        return Json.pretty(record).getBytes(StandardCharsets.UTF_8);
    }

    private static <T> @Nullable T orNull(Optional<T> value) {
        return value.orElse(null);
    }
}
