package dev.roadloop.ingest.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import dev.roadloop.ingest.quarantine.QuarantineDrive;
import dev.roadloop.ingest.register.RegistrationOutcome.Known;
import dev.roadloop.ingest.register.RegistrationOutcome.Quarantined;
import dev.roadloop.ingest.register.RegistrationOutcome.Registered;
import dev.roadloop.ingest.register.RegistrationOutcome.Settled;
import dev.roadloop.ingest.register.RegistrationOutcome.Waiting;
import java.time.Clock;
import java.util.Map;

/// Registers the drive of an upload when it is complete.
///
/// It looks at the landing bucket, whatever event woke it, and decides by content: the drive's id
/// is a function of the content, its record is written if absent, and one worker announces the
/// drive ([Announcement]). So every schedule of events, repeated, late or turned around, registers
/// a drive exactly once.
///
/// A drive in quarantine is registered anew, as its next attempt, when an upload brings its content
/// in another landing state than the one that failed: someone mended a file.
final class RegisterDrive {
    private final Bucket landing;
    private final Limits limits;
    private final UploadJudge judge;
    private final DriveArchive archive;
    private final DriveCatalog catalog;
    private final IngestLog log;
    private final QuarantineDrive quarantine;
    private final Announcement announcement;
    private final Clock clock;

    RegisterDrive(
            Bucket landing,
            Limits limits,
            DriveArchive archive,
            DriveCatalog catalog,
            IngestLog log,
            QuarantineDrive quarantine,
            Announcement announcement,
            Clock clock) {
        this.landing = landing;
        this.limits = limits;
        this.judge = new UploadJudge(landing, limits);
        this.archive = archive;
        this.catalog = catalog;
        this.log = log;
        this.quarantine = quarantine;
        this.announcement = announcement;
        this.clock = clock;
    }

    /// Looks at an upload, and registers or quarantines what is there.
    ///
    /// @param correlation the event that woke this
    /// @param overdue whether what is missing is not waited for any longer
    /// @throws TransientException when another worker is at the same drive, or a store failed: look
    ///   again later
    RegistrationOutcome register(
            UploadLocation upload, CorrelationId correlation, boolean overdue) {
        LandingState state = LandingState.of(landing, upload, limits.objects());
        if (catalog.findSnapshot(upload.vehicle(), upload.upload())
                .filter(state.snapshot()::equals)
                .isPresent()) {
            return new Settled();
        }
        return switch (judge.judge(upload, state, overdue)) {
            case Judgement.Incomplete incomplete -> new Waiting(incomplete.missing());
            case Judgement.Unfit unfit -> {
                QuarantineRecord record =
                        quarantine.quarantineUpload(
                                new QuarantineRecord(
                                        null,
                                        upload.vehicle(),
                                        upload.upload(),
                                        1,
                                        unfit.reason(),
                                        unfit.message(),
                                        correlation,
                                        clock.instant(),
                                        state.snapshot()));
                yield new Quarantined(record.reason(), record.message());
            }
            case Judgement.Fit fit -> register(upload, state, fit, correlation);
        };
    }

    private RegistrationOutcome register(
            UploadLocation upload,
            LandingState state,
            Judgement.Fit fit,
            CorrelationId correlation) {
        DriveId drive = DriveId.of(upload.vehicle(), fit.start(), fit.content());
        DriveRecord proposed =
                new DriveRecord(
                        drive,
                        upload.vehicle(),
                        upload.upload(),
                        correlation,
                        clock.instant(),
                        1,
                        state.snapshot(),
                        fit.files());
        DriveRecord record = keep(proposed);
        boolean first = announcement.announce(record);
        settle(record, upload, state, correlation);
        return first ? new Registered(drive, record.attempt()) : new Known(drive);
    }

    /// Writes the registration record, unless there is one that stands.
    private DriveRecord keep(DriveRecord proposed) {
        DriveId drive = proposed.driveId();
        if (archive.writeFirst(proposed)) {
            return proposed;
        }
        DriveArchive.Version standingVersion = archive.getVersion(drive);
        DriveRecord standing = standingVersion.record();
        boolean mended =
                !standing.snapshot().equals(proposed.snapshot())
                        && archive.findQuarantine(standing).isPresent();
        if (!mended) {
            return standing;
        }
        DriveRecord next =
                new DriveRecord(
                        drive,
                        proposed.vehicle(),
                        proposed.upload(),
                        proposed.correlationId(),
                        proposed.registeredAt(),
                        standing.attempt() + 1,
                        proposed.snapshot(),
                        proposed.files());
        if (!archive.replace(standingVersion, next)) {
            throw new TransientException(
                    "another worker registers drive " + drive + " anew at this moment");
        }
        return next;
    }

    /// Remembers that this landing state was dealt with: in the log for a rebuild, in the table for
    /// the next event.
    private void settle(
            DriveRecord record,
            UploadLocation upload,
            LandingState state,
            CorrelationId correlation) {
        String name = "uploads/" + upload.upload() + "-" + state.snapshot();
        LogEntry entry =
                new LogEntry(
                        "settled",
                        record.driveId(),
                        clock.instant(),
                        correlation,
                        null,
                        Map.of("upload", upload.upload().value(), "snapshot", state.snapshot()));
        LogEntry standing =
                log.write(name, entry) ? entry : log.find(record.driveId(), name).orElse(entry);
        catalog.putUpload(record, standing);
    }
}
