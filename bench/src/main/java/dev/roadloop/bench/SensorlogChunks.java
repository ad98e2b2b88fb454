package dev.roadloop.bench;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.chunk.Compressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What [SensorlogBenchmark] writes, and gives the codecs alone.
final class SensorlogChunks {

    /// More than a codec's window and a core's cache, so that neither makes chunks cheaper than
    /// they are.
    private static final int DISTINCT = 32 << 20;

    private static final int POINT = 16;

    private SensorlogChunks() {}

    /// Sweeps of a lidar: points of x, y, z in millimetres and reflectance, each a float32. They
    /// compress to about two thirds, at the speeds at which codecs decode sensor data; noise beside
    /// runs of zeros would be copied as fast as memory allows.
    static List<ByteBuffer> payloads(int size) {
        Random random = new Random(1);
        List<ByteBuffer> all = new ArrayList<>();
        double range = 20;
        long point = 0;
        for (int i = 0; i < DISTINCT / size; i++) {
            ByteBuffer payload = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
            while (payload.remaining() >= POINT) {
                double azimuth = 2 * Math.PI * point / 1800;
                double elevation = Math.toRadians(-15 + 2 * (point++ / 1800 % 16));
                range = Math.clamp(range + 0.03 * random.nextGaussian(), 2, 80);
                double flat = range * Math.cos(elevation);
                payload.putFloat(millimetres(flat * Math.cos(azimuth)))
                        .putFloat(millimetres(flat * Math.sin(azimuth)))
                        .putFloat(millimetres(range * Math.sin(elevation)))
                        .putFloat(random.nextInt(40));
            }
            all.add(payload.position(0));
        }
        return all;
    }

    private static float millimetres(double metres) {
        return Math.round(metres * 1000) / 1000f;
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
