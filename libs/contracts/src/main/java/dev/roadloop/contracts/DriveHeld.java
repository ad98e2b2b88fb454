package dev.roadloop.contracts;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;

/// Event: a drive is held for review, because its redaction may have missed more than its policy
/// allows. Nothing of it was converted.
///
/// @param eventId the same for every emission of the same event
/// @param driveId the drive
/// @param vehicle its vehicle
/// @param policy the redaction policy, with its version
/// @param message why, for people
/// @param reportKey where the redaction report lies in the gold bucket
/// @param heldAt when
/// @param correlationId the landing event that set the work off
public record DriveHeld(
        String eventId,
        DriveId driveId,
        VehicleId vehicle,
        String policy,
        String message,
        String reportKey,
        Instant heldAt,
        CorrelationId correlationId) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "DriveHeld";

    /// @throws IllegalArgumentException when a field is missing
    public DriveHeld {
        Required.text(eventId, "eventId");
        Required.present(driveId, "driveId");
        Required.present(vehicle, "vehicle");
        Required.text(policy, "policy");
        Required.text(message, "message");
        Required.text(reportKey, "reportKey");
        Required.present(heldAt, "heldAt");
        Required.present(correlationId, "correlationId");
    }
}
