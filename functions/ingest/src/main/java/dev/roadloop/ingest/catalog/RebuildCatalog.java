package dev.roadloop.ingest.catalog;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.log.LogEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// Makes the catalog anew from S3 alone. It only adds and overwrites: what the table has beyond S3
/// stays. Drives are worked on 32 at a time, which bounds memory by that many drives' reports.
public final class RebuildCatalog {
    private static final int WINDOW = 32;

    private final DriveArchive archive;
    private final DriveCatalog catalog;

    /// @param archive what S3 holds
    /// @param catalog the table to fill
    public RebuildCatalog(DriveArchive archive, DriveCatalog catalog) {
        this.archive = archive;
        this.catalog = catalog;
    }

    /// What was rebuilt.
    ///
    /// @param drives the number of drives
    /// @param items the number of drive, topic and clip items
    /// @param uploads the number of upload items
    /// @param skipped what under `records/` is no drive, or could not be read, with the reason
    public record Report(int drives, int items, int uploads, List<String> skipped) {
        /// Copies the list.
        public Report {
            skipped = List.copyOf(skipped);
        }
    }

    /// Rebuilds the whole catalog.
    public Report rebuild() {
        List<String> skipped = new ArrayList<>();
        int drives = 0;
        int items = 0;
        int uploads = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Stream<String> names = archive.drives()) {
            Iterator<String> left = names.iterator();
            while (left.hasNext()) {
                List<Future<Rebuilt>> window = new ArrayList<>();
                while (left.hasNext() && window.size() < WINDOW) {
                    String name = left.next();
                    window.add(threads.submit(() -> rebuild(name)));
                }
                for (Future<Rebuilt> future : window) {
                    Rebuilt rebuilt = future.get();
                    drives += rebuilt.problem().isEmpty() ? 1 : 0;
                    items += rebuilt.items();
                    uploads += rebuilt.uploads();
                    if (!rebuilt.problem().isEmpty()) {
                        skipped.add(rebuilt.problem());
                    }
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RoadloopException failure
                    ? failure
                    : new TransientException("rebuilding the catalog failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("rebuilding the catalog was interrupted", e);
        }
        try (Stream<QuarantineRecord> quarantined = archive.quarantinedUploads()) {
            for (QuarantineRecord record : (Iterable<QuarantineRecord>) quarantined::iterator) {
                catalog.putUpload(record);
                uploads++;
            }
        }
        return new Report(drives, items, uploads, skipped);
    }

    private Rebuilt rebuild(String name) {
        DriveFacts facts;
        try {
            facts = archive.facts(DriveId.parse(name));
        } catch (TransientException e) {
            throw e;
        } catch (IllegalArgumentException | RoadloopException e) {
            return new Rebuilt(0, 0, DriveKeys.RECORDS + name + ".json: " + e.getMessage());
        }
        int items = catalog.put(facts);
        if (facts.announced() != null) {
            catalog.putAnnounced(facts.record());
        }
        for (LogEntry upload : facts.uploads()) {
            catalog.putUpload(facts.record(), upload);
        }
        return new Rebuilt(items, facts.uploads().size(), "");
    }

    private record Rebuilt(int items, int uploads, String problem) {}
}
