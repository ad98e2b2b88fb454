package dev.roadloop.aws;

import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What S3 says of an object without its content.
///
/// @param key its key
/// @param size its size in bytes
/// @param etag its entity tag, quotes included
/// @param lastModified when it was written
/// @param sha256 the SHA-256 of its whole content, where S3 keeps one
/// @param metadata the user's metadata; empty in listings
public record StoredObject(
        String key,
        long size,
        String etag,
        Instant lastModified,
        @Nullable Sha256 sha256,
        Map<String, String> metadata) {
    /// Copies the metadata.
    public StoredObject {
        metadata = Map.copyOf(metadata);
    }
}
