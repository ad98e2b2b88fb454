package dev.roadloop.ingest.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every upload that has not changed for a while: one that is incomplete beyond its grace
/// goes to quarantine, and one whose event was lost is registered after all. An upload that was
/// dealt with costs a listing and a table read; uploads are looked at 32 at a time, so that tens of
/// thousands fit into the function's minute.
final class SweepUploads {
    private static final Logger LOG = LoggerFactory.getLogger(SweepUploads.class);

    /// Uploads younger than this are left to their events.
    static final Duration AT_REST = Duration.ofMinutes(15);

    private static final int AT_ONCE = 32;

    private final Bucket landing;
    private final RegisterDrive registerDrive;
    private final Limits limits;
    private final Clock clock;

    SweepUploads(Bucket landing, RegisterDrive registerDrive, Limits limits, Clock clock) {
        this.landing = landing;
        this.registerDrive = registerDrive;
        this.limits = limits;
        this.clock = clock;
    }

    /// Sweeps the landing bucket, page by page.
    ///
    /// @throws TransientException when some uploads could not be looked at; all others were
    void sweep(CorrelationId correlation) {
        Instant now = clock.instant();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        Semaphore slots = new Semaphore(AT_ONCE);
        int looked = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Stream<StoredObject> objects = landing.list(DriveKeys.LANDING)) {
            UploadLocation current = null;
            Instant newest = Instant.MIN;
            for (Iterator<StoredObject> each = objects.iterator(); each.hasNext(); ) {
                StoredObject object = each.next();
                Optional<UploadLocation> upload = UploadLocation.of(object.key());
                if (upload.isEmpty()) {
                    continue;
                }
                if (!upload.get().equals(current)) {
                    if (current != null && newest.plus(AT_REST).isBefore(now)) {
                        look(current, newest, now, correlation, failures, threads, slots);
                        looked++;
                    }
                    current = upload.get();
                    newest = Instant.MIN;
                }
                newest = object.lastModified().isAfter(newest) ? object.lastModified() : newest;
            }
            if (current != null && newest.plus(AT_REST).isBefore(now)) {
                look(current, newest, now, correlation, failures, threads, slots);
                looked++;
            }
        }
        LOG.info("sweep looked at {} uploads at rest, {} failed", looked, failures.size());
        if (!failures.isEmpty()) {
            throw new TransientException(
                    "the sweep could not look at "
                            + failures.size()
                            + " uploads, the first: "
                            + failures.getFirst());
        }
    }

    /// Looks in a thread of its own, as soon as there is a slot. Closing the threads waits for all.
    private void look(
            UploadLocation upload,
            Instant newest,
            Instant now,
            CorrelationId correlation,
            List<String> failures,
            ExecutorService threads,
            Semaphore slots) {
        slots.acquireUninterruptibly();
        threads.execute(() -> {
            try {
                registerDrive.register(
                        upload, correlation, newest.plus(limits.grace()).isBefore(now));
            } catch (RoadloopException e) {
                failures.add(upload + ": " + e.getMessage());
            } catch (RuntimeException e) {
                LOG.error("looking at upload {} failed by a fault of this function", upload, e);
                failures.add(upload + ": " + e);
            } finally {
                slots.release();
            }
        });
    }
}
