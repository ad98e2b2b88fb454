package dev.roadloop.contracts;

import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoBounds;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.VehicleId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Event: a drive is in the catalog, converted and searchable.
///
/// @param eventId the same for every emission of the same event
/// @param driveId the drive
/// @param vehicle its vehicle
/// @param verdict what the inspection said: `PASS` or `FINDINGS`
/// @param start the least log time; absent without messages
/// @param end the greatest log time; absent without messages
/// @param topics how many topics it has
/// @param messages how many messages it has
/// @param geohash the cell of its first position, 7 digits; absent without positions
/// @param bounds the box around its positions; absent without positions
/// @param cataloguedAt when
/// @param correlationId the landing event that set the work off
public record DriveCatalogued(
        String eventId,
        DriveId driveId,
        VehicleId vehicle,
        Verdict verdict,
        @Nullable SensorTime start,
        @Nullable SensorTime end,
        int topics,
        long messages,
        @Nullable String geohash,
        @Nullable GeoBounds bounds,
        Instant cataloguedAt,
        CorrelationId correlationId) {
    /// The event's detail type, and the folder of its schema in `events/`.
    public static final String NAME = "DriveCatalogued";

    /// @throws IllegalArgumentException when a required field is missing or a count negative
    public DriveCatalogued {
        Required.text(eventId, "eventId");
        Required.present(driveId, "driveId");
        Required.present(vehicle, "vehicle");
        Required.present(verdict, "verdict");
        Required.notNegative(topics, "topics");
        Required.notNegative(messages, "messages");
        Required.present(cataloguedAt, "cataloguedAt");
        Required.present(correlationId, "correlationId");
    }
}
