package dev.roadloop.contracts;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `reason.json`: why a drive, or an upload that never became one, is in quarantine. The landing
/// objects stay.
///
/// @param driveId the drive; absent when the upload never became one
/// @param vehicle the vehicle
/// @param upload the upload
/// @param attempt which attempt at the drive was quarantined; see [DriveRecord#attempt]
/// @param reason why, for machines
/// @param message why, for people: which file, what was expected, what was found and what to do
/// @param correlationId the landing event that set the work off
/// @param quarantinedAt when
/// @param snapshot the state of the landing objects that was judged, for an upload that never
///   became a drive
public record QuarantineRecord(
        @Nullable DriveId driveId,
        VehicleId vehicle,
        UploadId upload,
        int attempt,
        QuarantineReason reason,
        String message,
        CorrelationId correlationId,
        Instant quarantinedAt,
        @Nullable String snapshot) {
    /// @throws IllegalArgumentException when a field other than the drive is missing
    public QuarantineRecord {
        Required.present(vehicle, "vehicle");
        Required.present(upload, "upload");
        Required.present(reason, "reason");
        Required.text(message, "message");
        Required.present(correlationId, "correlationId");
        Required.present(quarantinedAt, "quarantinedAt");
    }
}
