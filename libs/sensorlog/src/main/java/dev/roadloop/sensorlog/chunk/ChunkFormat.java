package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Compression;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// How a format packs chunks. For one thread.
public interface ChunkFormat {

    /// A chunk as it lies in a file.
    ///
    /// @param data compressed, from position to limit
    /// @param size decompressed, as declared
    /// @param crc CRC-32 of the decompressed bytes, 0 if there is none
    /// @param end first byte after the chunk's record
    record Packed(Compression compression, ByteBuffer data, long size, long crc, int end) {}

    /// The chunk whose record begins at `at`; null if there is no whole and sound one.
    ///
    /// @param in little-endian, of which all up to the limit is there
    @Nullable Packed chunkAt(ByteBuffer in, int at);

    /// How records lie in a chunk.
    RecordLayout layout();
}
