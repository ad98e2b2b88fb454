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
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every upload that has not changed for a while: one that is incomplete beyond its grace
/// goes to quarantine, and one whose event was lost is registered after all. An upload that was
/// dealt with costs a listing and a table read.
final class SweepUploads {
    private static final Logger LOG = LoggerFactory.getLogger(SweepUploads.class);

    /// Uploads younger than this are left to their events.
    static final Duration AT_REST = Duration.ofMinutes(15);

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
        List<String> failures = new ArrayList<>();
        int looked = 0;
        try (Stream<StoredObject> objects = landing.list(DriveKeys.LANDING)) {
            UploadLocation current = null;
            Instant newest = Instant.MIN;
            for (Iterator<StoredObject> each = objects.iterator(); each.hasNext(); ) {
                StoredObject object = each.next();
                Optional<UploadLocation> upload = UploadLocation.of(object.key());
                if (upload.isEmpty()) {
                    continue;
                }
                if (!upload.get().equals(current)) {
                    looked += look(current, newest, now, correlation, failures);
                    current = upload.get();
                    newest = Instant.MIN;
                }
                newest = object.lastModified().isAfter(newest) ? object.lastModified() : newest;
            }
            looked += look(current, newest, now, correlation, failures);
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

    private int look(
            @Nullable UploadLocation upload,
            Instant newest,
            Instant now,
            CorrelationId correlation,
            List<String> failures) {
        if (upload == null || newest.plus(AT_REST).isAfter(now)) {
            return 0;
        }
        try {
            registerDrive.register(upload, correlation, newest.plus(limits.grace()).isBefore(now));
        } catch (RoadloopException e) {
            failures.add(upload + ": " + e.getMessage());
        }
        return 1;
    }
}
