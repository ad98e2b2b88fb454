package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.WriteOptions;
import java.util.Objects;

/// What an MCAP file shall have beside its messages. Everything but messages is optional in MCAP.
///
/// @param base compression, chunk size, checksums
/// @param profile as in MCAP's registry, e.g. `ros1`, `ros2`; may be empty
/// @param chunked messages in chunks, as opposed to directly in the file
/// @param messageIndex offsets of each chunk's messages, by channel
/// @param chunkIndex list of chunks in the summary
/// @param statistics counts in the summary
/// @param summaryOffsets where in the summary each kind of record begins
/// @param repeatSchemas schemas once more in the summary
/// @param repeatChannels channels once more in the summary
/// @param attachmentIndex list of attachments in the summary
/// @param metadataIndex list of metadata in the summary
/// @param padding number of bytes to add to each record outside chunks that may be extended, which
///   readers must skip; for tests of readers
public record McapWriteOptions(
        WriteOptions base,
        String profile,
        boolean chunked,
        boolean messageIndex,
        boolean chunkIndex,
        boolean statistics,
        boolean summaryOffsets,
        boolean repeatSchemas,
        boolean repeatChannels,
        boolean attachmentIndex,
        boolean metadataIndex,
        int padding) {

    public McapWriteOptions {
        Objects.requireNonNull(base, "base");
        Objects.requireNonNull(profile, "profile");
    }

    /// Chunked, with everything that makes reading fast and damage visible.
    public static McapWriteOptions complete(WriteOptions base, String profile) {
        return new McapWriteOptions(
                base, profile, true, true, true, true, true, true, true, true, true, 0);
    }
}
