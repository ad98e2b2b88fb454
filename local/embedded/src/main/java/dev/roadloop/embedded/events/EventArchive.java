package dev.roadloop.embedded.events;

import java.util.Optional;

/// Where a bus's events are kept for replay.
///
/// @param bus name of the bus
/// @param pattern events that are kept; absent for all
/// @param retentionDays 0 for ever
public record EventArchive(
        String name, String arn, String bus, Optional<String> pattern, int retentionDays) {

    /// @throws IllegalArgumentException if `retentionDays` is negative
    public EventArchive {
        if (retentionDays < 0) {
            throw new IllegalArgumentException(
                    "archive "
                            + name
                            + ": expected RetentionDays of 0 or more, found "
                            + retentionDays);
        }
    }
}
