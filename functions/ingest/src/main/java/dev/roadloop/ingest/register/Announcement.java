package dev.roadloop.ingest.register;

import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRegistered;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.EventBus;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.log.LogEntry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/// Starts a registered drive's execution and emits its DriveRegistered.
///
/// **What is guaranteed.** Without a crash: one execution and one event per drive, whoever and
/// however many ask. A worker that crashes leaves a lease, after whose end another finishes its
/// work. The execution's name is the drive's id, so there is never a second. The event is emitted a
/// second time, with the same id, only when the crash fell between the bus taking the event and the
/// log entry `registered-1` being written. A later attempt at a quarantined drive starts an
/// execution of its own and emits no event: the drive was registered before.
final class Announcement {
    /// Longer than the calls under it take at worst, each of which has a timeout.
    static final Duration LEASE = Duration.ofSeconds(90);

    private static final Duration NEEDED_TO_EMIT = Duration.ofSeconds(30);

    private final RegistrationLeases leases;
    private final DriveArchive archive;
    private final DriveCatalog catalog;
    private final IngestLog log;
    private final DriveExecutions executions;
    private final EventBus bus;
    private final Clock clock;

    Announcement(
            RegistrationLeases leases,
            DriveArchive archive,
            DriveCatalog catalog,
            IngestLog log,
            DriveExecutions executions,
            EventBus bus,
            Clock clock) {
        this.leases = leases;
        this.archive = archive;
        this.catalog = catalog;
        this.log = log;
        this.executions = executions;
        this.bus = bus;
        this.clock = clock;
    }

    /// Sees to it that a drive's attempt is announced.
    ///
    /// @return whether this call announced it; false when that was done before
    /// @throws TransientException when another worker is at it: look again later
    boolean announce(DriveRecord record) {
        DriveId drive = record.driveId();
        String owner = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Instant until = now.plus(LEASE);
        RegistrationLeases.Lease lease = leases.acquire(drive, record.attempt(), owner, now, until);
        return switch (lease.standing()) {
            case DONE -> false;
            case HELD ->
                    throw new TransientException(
                            "another worker announces drive "
                                    + drive
                                    + " at this moment; this event is looked at again when that"
                                    + " one must be done",
                            lease.until());
            case TAKEN -> {
                try {
                    boolean announced = announce(record, until);
                    catalog.putAnnounced(record);
                    yield announced;
                } catch (RoadloopException e) {
                    release(record, owner, e);
                    throw e;
                }
            }
        };
    }

    private boolean announce(DriveRecord record, Instant until) {
        DriveId drive = record.driveId();
        String entry = "registered-" + record.attempt();
        if (log.find(drive, entry).isPresent()) {
            return false;
        }
        catalog.put(archive.facts(drive));
        executions.start(record);
        if (record.attempt() == 1) {
            if (clock.instant().plus(NEEDED_TO_EMIT).isAfter(until)) {
                throw new TransientException(
                        "announcing drive " + drive + " took too long; it is taken up again");
            }
            bus.put(DriveRegistered.NAME, event(record));
        }
        return log.write(
                entry,
                new LogEntry(
                        "registered",
                        drive,
                        clock.instant(),
                        record.correlationId(),
                        null,
                        Map.of()));
    }

    private void release(DriveRecord record, String owner, RoadloopException failure) {
        try {
            leases.release(record.driveId(), record.attempt(), owner);
        } catch (RoadloopException e) {
            failure.addSuppressed(e);
        }
    }

    private static DriveRegistered event(DriveRecord record) {
        return new DriveRegistered(
                "registered-" + record.driveId(),
                record.driveId(),
                record.vehicle(),
                record.upload(),
                record.driveId().start(),
                record.files().size(),
                record.bytes(),
                record.registeredAt(),
                record.correlationId());
    }
}
