package dev.roadloop.ingest.catalog;

import dev.roadloop.contracts.DriveCatalogued;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import dev.roadloop.ingest.metric.IngestMetric;
import dev.roadloop.ingest.metric.IngestMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Enters a converted drive into the catalog. Repeating it changes nothing: the time of the first
/// run stands in the log.
public final class CatalogDrive {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogDrive.class);

    private final DriveArchive archive;
    private final DriveCatalog catalog;
    private final IngestLog log;
    private final Clock clock;

    /// Wired by its handler, and by tests.
    public CatalogDrive(DriveArchive archive, DriveCatalog catalog, IngestLog log, Clock clock) {
        this.archive = archive;
        this.catalog = catalog;
        this.log = log;
        this.clock = clock;
    }

    /// What to catalogue.
    ///
    /// @param driveId the drive
    /// @param correlationId the landing event that set the work off
    /// @param executionId the execution on whose behalf
    public record Request(DriveId driveId, CorrelationId correlationId, String executionId) {}

    /// Catalogues the drive.
    ///
    /// @return the event to announce
    /// @throws InternalException when the drive was not inspected and converted
    public DriveCatalogued catalog(Request request) {
        Instant started = clock.instant();
        DriveId drive = request.driveId();
        Ending.about(drive.toString(), request.correlationId(), request.executionId());
        int attempt = archive.getRecord(drive).attempt();
        demandReports(archive.facts(drive));
        log.write(
                "catalogued-" + attempt,
                new LogEntry(
                        "catalogued",
                        drive,
                        started,
                        request.correlationId(),
                        request.executionId(),
                        Map.of()));
        DriveFacts facts = archive.facts(drive);
        int items = catalog.put(facts);
        DriveCatalogued event = event(facts);
        IngestMetrics.emit(
                Map.of(
                        IngestMetric.DRIVES_CATALOGUED,
                        1.0,
                        IngestMetric.TIME_TO_CATALOG,
                        (double)
                                Duration.between(
                                                facts.record().registeredAt(), event.cataloguedAt())
                                        .toSeconds()));
        Ending.log(
                LOG,
                "CatalogDrive",
                facts.status().name(),
                Duration.between(started, clock.instant()),
                "drive " + drive + " is in the catalog with " + items + " items");
        return event;
    }

    private static void demandReports(DriveFacts facts) {
        if (facts.inspection() == null || facts.conversion() == null) {
            throw new InternalException(
                    "drive "
                            + facts.record().driveId()
                            + " cannot be catalogued: its "
                            + (facts.inspection() == null ? "inspection" : "conversion")
                            + " report is missing in gold under reports/"
                            + facts.record().driveId()
                            + "/; redrive its execution from that step");
        }
    }

    private static DriveCatalogued event(DriveFacts facts) {
        InspectionReport inspection = facts.inspection();
        LogEntry catalogued = facts.catalogued();
        if (inspection == null || catalogued == null) {
            throw new InternalException(
                    "drive "
                            + facts.record().driveId()
                            + " was catalogued, and yet S3 has no "
                            + (inspection == null ? "inspection report" : "log entry of it")
                            + " any more");
        }
        return new DriveCatalogued(
                "catalogued-" + facts.record().driveId() + "-" + facts.record().attempt(),
                facts.record().driveId(),
                facts.record().vehicle(),
                inspection.verdict(),
                inspection.start(),
                inspection.end(),
                inspection.topics().size(),
                inspection.messages(),
                inspection.firstPosition() == null
                        ? null
                        : inspection.firstPosition().geohash(CatalogProjection.GEOHASH_DIGITS),
                inspection.bounds(),
                catalogued.at(),
                facts.record().correlationId());
    }
}
