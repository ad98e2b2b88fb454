package dev.roadloop.contracts;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Event: a drive, or an upload that never became one, went to quarantine. The landing objects
/// stay.
///
/// @param eventId the same for every emission of the same event
/// @param driveId the drive; absent when the upload never became one
/// @param vehicle the vehicle
/// @param upload the upload
/// @param reason why, for machines
/// @param message why, for people
/// @param quarantinedAt when
/// @param correlationId the landing event that set the work off
public record DriveQuarantined(
        String eventId,
        @Nullable DriveId driveId,
        VehicleId vehicle,
        UploadId upload,
        QuarantineReason reason,
        String message,
        Instant quarantinedAt,
        CorrelationId correlationId) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "DriveQuarantined";

    /// @throws IllegalArgumentException when a field other than the drive is missing
    public DriveQuarantined {
        Required.text(eventId, "eventId");
        Required.present(vehicle, "vehicle");
        Required.present(upload, "upload");
        Required.present(reason, "reason");
        Required.text(message, "message");
        Required.present(quarantinedAt, "quarantinedAt");
        Required.present(correlationId, "correlationId");
    }
}
