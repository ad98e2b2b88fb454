package dev.roadloop.contracts;

import org.jspecify.annotations.Nullable;

/// Something that a damaged recording no longer yields.
///
/// @param file the file's name within its drive
/// @param topic the topic, where it is known
/// @param messages how many messages, where that is known
/// @param fromByte where the damage begins
/// @param toByte where reading goes on, exclusive
/// @param cause what is wrong there
public record RecordedLoss(
        String file,
        @Nullable String topic,
        @Nullable Long messages,
        long fromByte,
        long toByte,
        String cause) {
    /// @throws IllegalArgumentException when a field is missing or the range is turned around
    public RecordedLoss {
        Required.text(file, "file");
        Required.text(cause, "cause");
        if (fromByte < 0 || toByte < fromByte) {
            throw new IllegalArgumentException(
                    "loss in "
                            + file
                            + " from byte "
                            + fromByte
                            + " to "
                            + toByte
                            + "; expected 0 <= from <= to");
        }
    }
}
