package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import dev.roadloop.sensorlog.chunk.Decompressor;
import java.io.Closeable;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Opens chunks: checks their sizes, decompresses, checks the CRC. Keeps one buffer.
final class Chunks implements Closeable {

    private final Decompressor decompressor = new Decompressor();
    private final CRC32 crc = new CRC32();
    private final int maxBytes;

    Chunks(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /// The chunk's records, valid until the next call.
    ///
    /// @throws BadChunkException if they cannot be had or cannot be trusted
    ByteBuffer open(McapRecord.Chunk chunk) throws BadChunkException {
        Compression compression = check(chunk);
        ByteBuffer records;
        try {
            records =
                    decompressor.decompress(
                            compression,
                            chunk.records(),
                            chunk.uncompressedSize(),
                            chunk.uncompressedCrc() != 0);
        } catch (DecompressionException e) {
            throw new BadChunkException(Loss.Reason.BAD_COMPRESSION, e.getMessage());
        }
        if (chunk.uncompressedCrc() != 0) {
            crc.reset();
            crc.update(records.duplicate());
            if (crc.getValue() != chunk.uncompressedCrc()) {
                throw new BadChunkException(
                        Loss.Reason.CRC_MISMATCH,
                        "expected CRC-32 %08x of %d bytes, found %08x"
                                .formatted(
                                        chunk.uncompressedCrc(), records.limit(), crc.getValue()));
            }
        }
        return records;
    }

    /// The records at the start of a chunk whose end was cut off; their CRC cannot be checked.
    ByteBuffer openPrefix(McapRecord.Chunk chunk) throws BadChunkException {
        Compression compression = check(chunk);
        try {
            return decompressor.decompressPrefix(
                    compression, chunk.records(), chunk.uncompressedSize());
        } catch (DecompressionException e) {
            throw new BadChunkException(Loss.Reason.BAD_COMPRESSION, e.getMessage());
        }
    }

    /// Where a chunk whose end was cut off yields nothing more.
    ///
    /// @param wanted how many bytes of its records are whole; those must be opened again
    /// @return how many bytes of its data they need
    int needed(McapRecord.Chunk chunk, int wanted) throws BadChunkException {
        return decompressor.needed(check(chunk), chunk.records(), chunk.uncompressedSize(), wanted);
    }

    private Compression check(McapRecord.Chunk chunk) throws BadChunkException {
        Compression compression = compressionOf(chunk.compression());
        if (compression == null) {
            throw new BadChunkException(
                    Loss.Reason.UNKNOWN_COMPRESSION,
                    "expected compression none, lz4 or zstd, found '" + chunk.compression() + "'");
        }
        if (chunk.uncompressedSize() < 0 || chunk.uncompressedSize() > maxBytes) {
            throw new BadChunkException(
                    Loss.Reason.TOO_LARGE,
                    "a chunk that declares "
                            + Long.toUnsignedString(chunk.uncompressedSize())
                            + " uncompressed bytes, the limit is "
                            + maxBytes);
        }
        return compression;
    }

    static @Nullable Compression compressionOf(String name) {
        return switch (name) {
            case "" -> Compression.NONE;
            case "lz4" -> Compression.LZ4;
            case "zstd" -> Compression.ZSTD;
            default -> null;
        };
    }

    static String nameOf(Compression compression) {
        return switch (compression) {
            case NONE -> "";
            case LZ4 -> "lz4";
            case ZSTD -> "zstd";
            case BZ2 -> throw new IllegalArgumentException("MCAP has no bzip2");
        };
    }

    @Override
    public void close() {
        decompressor.close();
    }

    /// A chunk that cannot be read; becomes a loss.
    static final class BadChunkException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String message;
        private final Loss.Reason reason;

        BadChunkException(Loss.Reason reason, String message) {
            super(message);
            this.message = message;
            this.reason = reason;
        }

        Loss.Reason reason() {
            return reason;
        }

        @Override
        public String getMessage() {
            return message;
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }
}
