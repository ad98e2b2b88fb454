package dev.roadloop.ingest.quarantine;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveQuarantined;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.EventBus;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import dev.roadloop.ingest.metric.IngestMetric;
import dev.roadloop.ingest.metric.IngestMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a drive or an upload in quarantine: the reason in gold, the entry in the catalog,
/// DriveQuarantined on the bus. The landing objects stay. Each part is repeatable; the first reason
/// of an attempt stands. The event is emitted at least once, with the same id each time.
public final class QuarantineDrive {
    private static final Logger LOG = LoggerFactory.getLogger(QuarantineDrive.class);
    private static final String JSON = "application/json";
    private static final int MAX_RECORD = 1 << 20;

    private final DriveArchive archive;
    private final DriveCatalog catalog;
    private final Bucket gold;
    private final IngestLog log;
    private final EventBus bus;
    private final Clock clock;

    /// @param gold where quarantine records and logs lie
    public QuarantineDrive(
            DriveArchive archive, DriveCatalog catalog, Bucket gold, EventBus bus, Clock clock) {
        this.archive = archive;
        this.catalog = catalog;
        this.gold = gold;
        this.log = new IngestLog(gold);
        this.bus = bus;
        this.clock = clock;
    }

    /// What to quarantine.
    ///
    /// @param driveId the drive
    /// @param correlationId the landing event that set the work off
    /// @param executionId the execution on whose behalf
    /// @param attempt the attempt at the drive that failed
    /// @param reason why, for machines
    /// @param message why, for people
    public record Request(
            DriveId driveId,
            CorrelationId correlationId,
            String executionId,
            int attempt,
            QuarantineReason reason,
            String message) {}

    /// Puts a registered drive in quarantine.
    ///
    /// @return the record that stands, which is an earlier one's where this attempt was quarantined
    ///   before
    public QuarantineRecord quarantine(Request request) {
        Instant started = clock.instant();
        DriveId drive = request.driveId();
        Ending.about(drive.toString(), request.correlationId(), request.executionId());
        DriveRecord record = archive.getRecord(drive);
        QuarantineRecord quarantine =
                write(
                        DriveKeys.quarantine(drive),
                        new QuarantineRecord(
                                drive,
                                record.vehicle(),
                                record.upload(),
                                request.attempt(),
                                request.reason(),
                                request.message(),
                                request.correlationId(),
                                started,
                                null));
        catalog.put(archive.facts(drive));
        String entry = "quarantined-" + quarantine.attempt();
        if (log.find(drive, entry).isEmpty()) {
            announce("quarantined-" + drive + "-" + quarantine.attempt(), quarantine);
            Map<String, String> details =
                    Map.of("reason", quarantine.reason().name(), "message", quarantine.message());
            log.write(
                    entry,
                    new LogEntry(
                            "quarantined",
                            drive,
                            started,
                            request.correlationId(),
                            request.executionId(),
                            details));
        }
        ended(quarantine, drive.toString(), started);
        return quarantine;
    }

    /// Puts an upload in quarantine that never became a drive.
    ///
    /// @param proposed why; without a drive, with the snapshot that was judged
    /// @return the record that stands, which is an earlier one's where the same snapshot was
    ///   quarantined before
    public QuarantineRecord quarantineUpload(QuarantineRecord proposed) {
        Instant started = clock.instant();
        QuarantineRecord quarantine =
                write(DriveKeys.quarantine(proposed.vehicle(), proposed.upload()), proposed);
        String upload = quarantine.vehicle() + "/" + quarantine.upload();
        announce("quarantined-" + upload + "-" + quarantine.snapshot(), quarantine);
        catalog.putUpload(quarantine);
        ended(quarantine, upload, started);
        return quarantine;
    }

    /// Writes the record, unless the same attempt and snapshot has one, which then stands.
    private QuarantineRecord write(String key, QuarantineRecord proposed) {
        byte[] document = Json.pretty(proposed).getBytes(StandardCharsets.UTF_8);
        if (gold.putIfAbsent(key, document, JSON)) {
            return proposed;
        }
        Optional<byte[]> standing = gold.get(key, MAX_RECORD);
        String etag = gold.find(key).map(object -> object.etag()).orElse("");
        if (standing.isPresent()) {
            QuarantineRecord other =
                    Json.read(standing.get(), QuarantineRecord.class, gold.at(key));
            boolean same =
                    proposed.snapshot() == null
                            ? other.attempt() >= proposed.attempt()
                            : proposed.snapshot().equals(other.snapshot());
            if (same) {
                return other;
            }
            if (gold.replace(key, document, JSON, etag)) {
                return proposed;
            }
        }
        throw new TransientException("another write of " + gold.at(key) + " came in between");
    }

    private void announce(String eventId, QuarantineRecord quarantine) {
        bus.put(
                DriveQuarantined.NAME,
                new DriveQuarantined(
                        eventId,
                        quarantine.driveId(),
                        quarantine.vehicle(),
                        quarantine.upload(),
                        quarantine.reason(),
                        quarantine.message(),
                        quarantine.quarantinedAt(),
                        quarantine.correlationId()));
    }

    private void ended(QuarantineRecord quarantine, String what, Instant started) {
        IngestMetrics.emit(IngestMetric.DRIVES_QUARANTINED, 1);
        Ending.log(
                LOG,
                "QuarantineDrive",
                quarantine.reason().name(),
                Duration.between(started, clock.instant()),
                what + " is in quarantine: " + quarantine.message());
    }
}
