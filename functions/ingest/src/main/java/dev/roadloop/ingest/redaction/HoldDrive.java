package dev.roadloop.ingest.redaction;

import dev.roadloop.contracts.DriveHeld;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.EventBus;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
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

/// Holds a drive for review whose redaction may have missed too much: the status in the catalog,
/// DriveHeld on the bus. Nothing of it is converted. Each part is repeatable: the event is emitted
/// at least once, with the same id each time.
public final class HoldDrive {
    private static final Logger LOG = LoggerFactory.getLogger(HoldDrive.class);

    private final DriveArchive archive;
    private final DriveCatalog catalog;
    private final IngestLog log;
    private final EventBus bus;
    private final Clock clock;

    /// Wired by its handler, and by tests.
    public HoldDrive(
            DriveArchive archive, DriveCatalog catalog, IngestLog log, EventBus bus, Clock clock) {
        this.archive = archive;
        this.catalog = catalog;
        this.log = log;
        this.bus = bus;
        this.clock = clock;
    }

    /// What to hold.
    ///
    /// @param driveId the drive
    /// @param correlationId the landing event that set the work off
    /// @param executionId the execution on whose behalf
    public record Request(DriveId driveId, CorrelationId correlationId, String executionId) {}

    /// Holds the drive.
    ///
    /// @return the event that was announced
    /// @throws InternalException when its redaction report does not say so
    public DriveHeld hold(Request request) {
        Instant started = clock.instant();
        DriveId drive = request.driveId();
        Ending.about(drive.toString(), request.correlationId(), request.executionId());
        DriveRecord record = archive.getRecord(drive);
        RedactionReport report = held(drive);
        String message = String.valueOf(report.message());
        String name = "held-" + record.attempt();
        boolean announced = log.find(drive, name + "-announced").isPresent();
        LogEntry entry =
                new LogEntry(
                        "held",
                        drive,
                        started,
                        request.correlationId(),
                        request.executionId(),
                        Map.of("message", message));
        LogEntry first = log.write(name, entry) ? entry : log.find(drive, name).orElse(entry);
        catalog.put(archive.facts(drive));
        DriveHeld event =
                new DriveHeld(
                        "held-" + drive + "-" + record.attempt(),
                        drive,
                        record.vehicle(),
                        report.policy(),
                        message,
                        DriveKeys.redaction(drive),
                        first.at(),
                        record.correlationId());
        if (!announced) {
            bus.put(DriveHeld.NAME, event);
            log.write(name + "-announced", entry);
        }
        IngestMetrics.emit(IngestMetric.DRIVES_HELD, 1);
        Ending.log(
                LOG,
                "HoldDrive",
                "HELD",
                Duration.between(started, clock.instant()),
                "drive " + drive + " is held for review: " + message);
        return event;
    }

    private RedactionReport held(DriveId drive) {
        return archive.findRedaction(drive)
                .filter(report -> report.verdict() == RedactionVerdict.HELD)
                .orElseThrow(() ->
                        new InternalException(
                                "drive "
                                        + drive
                                        + " cannot be held: expected a redaction report in gold"
                                        + " under reports/"
                                        + drive
                                        + "/ that says HELD; redrive its execution from the"
                                        + " redaction"));
    }
}
