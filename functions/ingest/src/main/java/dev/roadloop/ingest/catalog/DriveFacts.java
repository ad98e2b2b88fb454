package dev.roadloop.ingest.catalog;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.QuarantineRecord;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.ingest.log.LogEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that S3 says of a drive.
///
/// @param record what was registered
/// @param announced when its current attempt was announced; absent while that is not done
/// @param uploads the uploads that brought this content
/// @param quarantine why its current attempt is in quarantine, if it is
/// @param inspection what the inspection found, if it ran
/// @param redaction what the redaction did, if it ran
/// @param held when its current attempt was held for review, if it was
/// @param conversion what the conversion wrote, if it ran
/// @param catalogued when its current attempt was catalogued, if it was
public record DriveFacts(
        DriveRecord record,
        @Nullable LogEntry announced,
        List<LogEntry> uploads,
        @Nullable QuarantineRecord quarantine,
        @Nullable InspectionReport inspection,
        @Nullable RedactionReport redaction,
        @Nullable LogEntry held,
        @Nullable ConversionReport conversion,
        @Nullable LogEntry catalogued) {
    /// Copies the uploads.
    public DriveFacts {
        uploads = List.copyOf(uploads);
    }

    /// How far the drive has come.
    public DriveStatus status() {
        if (quarantine != null) {
            return DriveStatus.QUARANTINED;
        }
        if (catalogued != null) {
            return DriveStatus.CATALOGUED;
        }
        return held != null ? DriveStatus.HELD_FOR_REVIEW : DriveStatus.REGISTERED;
    }
}
