package dev.roadloop.sensorlog;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Something that a recording should hold and that could not be had.
///
/// @param reason why, for machines
/// @param from first byte of the damaged range in the file
/// @param to byte after the range; equal to `from` if no range is known
/// @param topic whose messages are lost; null if that cannot be known
/// @param messages how many; null if that cannot be known, 0 if no message was lost (e.g. an index)
/// @param detail a sentence with the numbers: expected, found
public record Loss(
        Reason reason,
        long from,
        long to,
        @Nullable String topic,
        @Nullable Long messages,
        String detail) {

    /// Why something was lost.
    public enum Reason {
        /// The file ends before its format says it may.
        TRUNCATED,
        /// A checksum does not match.
        CRC_MISMATCH,
        /// A chunk cannot be decompressed.
        BAD_COMPRESSION,
        /// Compressed by a method that is not known.
        UNKNOWN_COMPRESSION,
        /// Bytes that are not what the format says must be there.
        MALFORMED,
        /// A size larger than the limit of [ReadOptions#maxChunkBytes].
        TOO_LARGE,
        /// A message of a topic that the file never declares.
        UNKNOWN_TOPIC,
        /// The index or summary is missing or contradicts the file; the messages themselves are not
        /// touched.
        BAD_INDEX,
        /// The file counts more messages than could be found.
        MISSING
    }

    public Loss {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(detail, "detail");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException(
                    "loss: bad byte range [" + from + ", " + to + "): " + detail);
        }
        if (messages != null && messages < 0) {
            throw new IllegalArgumentException(
                    "loss: negative number of messages " + messages + ": " + detail);
        }
    }

    /// True if messages were lost, or may have been.
    public boolean touchesMessages() {
        return messages == null || messages > 0;
    }
}
