package dev.roadloop.sensorlog;

import java.util.Objects;

/// How to write a recording.
///
/// @param compression of chunks; which of them a format knows stands at [Compression]
/// @param chunkBytes uncompressed size at which a chunk is closed; a larger message has a chunk of
///   its own
/// @param crc with checksums, where the format has any
/// @param producer program to name in the file
public record WriteOptions(Compression compression, int chunkBytes, boolean crc, String producer) {

    private static final WriteOptions DEFAULTS =
            new WriteOptions(Compression.ZSTD, 1 << 20, true, "roadloop");

    public WriteOptions {
        Objects.requireNonNull(compression, "compression");
        Objects.requireNonNull(producer, "producer");
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes must be positive, found " + chunkBytes);
        }
    }

    /// Zstandard, chunks of 1 MiB, checksums.
    public static WriteOptions defaults() {
        return DEFAULTS;
    }

    /// With another compression.
    public WriteOptions withCompression(Compression other) {
        return new WriteOptions(other, chunkBytes, crc, producer);
    }

    /// With another chunk size.
    public WriteOptions withChunkBytes(int bytes) {
        return new WriteOptions(compression, bytes, crc, producer);
    }
}
