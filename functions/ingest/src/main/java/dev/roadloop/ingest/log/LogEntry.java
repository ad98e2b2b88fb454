package dev.roadloop.ingest.log;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Something that happened to a drive.
///
/// @param step what: `registered`, `verified`, `held`, `catalogued`, `quarantined`, `failed`
/// @param driveId the drive
/// @param at when
/// @param correlationId the landing event that set it off
/// @param executionId the execution in which it happened; absent for what happens before one
/// @param details more, by name
public record LogEntry(
        String step,
        DriveId driveId,
        Instant at,
        CorrelationId correlationId,
        @Nullable String executionId,
        Map<String, String> details) {
    /// Demands what JSON may have left out, and copies the details in the order of their names.
    public LogEntry {
        Objects.requireNonNull(step, "step");
        Objects.requireNonNull(driveId, "driveId");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(correlationId, "correlationId");
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }
}
