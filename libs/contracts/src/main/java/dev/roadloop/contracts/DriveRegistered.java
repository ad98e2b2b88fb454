package dev.roadloop.contracts;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;

/// Event: a drive was registered and its ingestion started. Emitted once per drive; after a crash
/// at the wrong moment a second time with the same [#eventId].
///
/// @param eventId the same for every emission of the same event
/// @param driveId the drive
/// @param vehicle its vehicle
/// @param upload the upload that it came with
/// @param startTime when the drive starts
/// @param files how many files it has
/// @param bytes the sum of their sizes
/// @param registeredAt when it was registered
/// @param correlationId the landing event that completed the upload
public record DriveRegistered(
        String eventId,
        DriveId driveId,
        VehicleId vehicle,
        UploadId upload,
        Instant startTime,
        int files,
        long bytes,
        Instant registeredAt,
        CorrelationId correlationId) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "DriveRegistered";

    /// @throws IllegalArgumentException when a field is missing or a count negative
    public DriveRegistered {
        Required.text(eventId, "eventId");
        Required.present(driveId, "driveId");
        Required.present(vehicle, "vehicle");
        Required.present(upload, "upload");
        Required.present(startTime, "startTime");
        Required.notNegative(files, "files");
        Required.notNegative(bytes, "bytes");
        Required.present(registeredAt, "registeredAt");
        Required.present(correlationId, "correlationId");
    }
}
