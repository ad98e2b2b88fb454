package dev.roadloop.simdrive.world;

/// Something that happened on purpose, as the truth that scene detection is measured against.
///
/// @param kind such as `hard-brake` or `cut-in`
/// @param start seconds since the start of the drive
/// @param end seconds since the start of the drive
/// @param actor id of the actor that caused it, 0 for none
public record DriveEvent(String kind, double start, double end, int actor) {

    /// Checks the span.
    public DriveEvent {
        if (!(end >= start)) {
            throw new IllegalArgumentException(
                    "event "
                            + kind
                            + ": ends at "
                            + end
                            + " s before its start at "
                            + start
                            + " s");
        }
    }
}
