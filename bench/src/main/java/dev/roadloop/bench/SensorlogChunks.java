package dev.roadloop.bench;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.Compressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What [SensorlogBenchmark] writes, and gives the codecs alone.
final class SensorlogChunks {

    /// More than a codec's window and a core's cache, so that neither makes chunks cheaper than
    /// they are.
    private static final int DISTINCT = 32 << 20;

    private SensorlogChunks() {}

    /// Half noise, half repeated, as sensor data that compresses to about a half.
    static List<ByteBuffer> payloads(int size) {
        Random random = new Random(1);
        List<ByteBuffer> all = new ArrayList<>();
        for (int i = 0; i < DISTINCT / size; i++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            for (int at = 0; at + 64 <= size; at += 64) {
                Arrays.fill(bytes, at, at + 32, (byte) (at / 512));
            }
            all.add(ByteBuffer.allocateDirect(size).put(bytes).flip());
        }
        return all;
    }

    /// The payloads as chunks of equal size.
    static List<ByteBuffer> plain(List<ByteBuffer> payloads, int chunkBytes) {
        List<ByteBuffer> chunks = new ArrayList<>();
        ByteBuffer chunk = ByteBuffer.allocateDirect(chunkBytes);
        for (ByteBuffer payload : payloads) {
            ByteBuffer rest = payload.duplicate();
            while (rest.hasRemaining()) {
                int part = Math.min(rest.remaining(), chunk.remaining());
                chunk.put(rest.slice(rest.position(), part));
                rest.position(rest.position() + part);
                if (!chunk.hasRemaining()) {
                    chunks.add(chunk.flip());
                    chunk = ByteBuffer.allocateDirect(chunkBytes);
                }
            }
        }
        return chunks;
    }

    /// The chunks compressed.
    static List<ByteBuffer> packed(List<ByteBuffer> plain, Compression compression)
            throws IOException {
        List<ByteBuffer> chunks = new ArrayList<>();
        try (Compressor compressor = new Compressor()) {
            for (ByteBuffer chunk : plain) {
                ByteBuffer result = compressor.compress(compression, chunk.duplicate());
                chunks.add(ByteBuffer.allocateDirect(result.remaining()).put(result).flip());
            }
        }
        return chunks;
    }
}
