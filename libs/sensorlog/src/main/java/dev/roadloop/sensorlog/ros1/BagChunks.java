package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.Compression;
import org.jspecify.annotations.Nullable;

/// Names of compressions in bags.
final class BagChunks {

    private BagChunks() {}

    static @Nullable Compression compressionOf(String name) {
        return switch (name) {
            case "none" -> Compression.NONE;
            case "lz4" -> Compression.LZ4;
            case "bz2" -> Compression.BZ2;
            default -> null;
        };
    }

    static String nameOf(Compression compression) {
        return switch (compression) {
            case NONE -> "none";
            case LZ4 -> "lz4";
            case BZ2 -> "bz2";
            case ZSTD ->
                    throw new IllegalArgumentException(
                            "bags: expected compression NONE, LZ4 or BZ2, found ZSTD");
        };
    }
}
