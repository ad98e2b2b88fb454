package dev.roadloop.ingest.log;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DriveId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/// The ingestion log under `logs/ingest/<drive>/` in gold. An entry is written once under its name
/// and never changed, so a repeated step finds what the first run of it left.
public final class IngestLog {
    private static final int MAX_ENTRY = 64 << 10;

    private final Bucket gold;

    /// @param gold the bucket of logs
    public IngestLog(Bucket gold) {
        this.gold = gold;
    }

    /// Writes an entry unless there is one of that name.
    ///
    /// @param name its name without `.json`; may have folders
    /// @return false when there was one already
    public boolean write(String name, LogEntry entry) {
        byte[] document = Json.pretty(entry).getBytes(StandardCharsets.UTF_8);
        return gold.putIfAbsent(key(entry.driveId(), name), document, "application/json");
    }

    /// The entry of that name, if there is one.
    public Optional<LogEntry> find(DriveId drive, String name) {
        return read(key(drive, name));
    }

    /// All entries in a folder of the log, in the order of their names.
    ///
    /// @param folder its name, ending in `/`
    public Stream<LogEntry> list(DriveId drive, String folder) {
        return gold.list(DriveKeys.ingestLog(drive) + folder)
                .flatMap(object -> read(object.key()).stream());
    }

    private Optional<LogEntry> read(String key) {
        return gold.get(key, MAX_ENTRY)
                .map(document -> Json.read(document, LogEntry.class, gold.at(key)));
    }

    private static String key(DriveId drive, String name) {
        return DriveKeys.ingestLog(drive) + name + ".json";
    }
}
