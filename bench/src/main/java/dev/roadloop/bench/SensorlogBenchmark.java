package dev.roadloop.bench;

import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.chunk.Compressor;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import dev.roadloop.sensorlog.chunk.Decompressor;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/// Reads and writes MCAP files of 256 MiB, each compression beside what the machine can do: copying
/// the same file from the page cache and summing it up (no compression), or the codec alone on the
/// same chunks.
///
/// Plain timing, best of [#ROUNDS] after as many to warm up; a round takes long enough that a
/// harness adds nothing.
public final class SensorlogBenchmark {

    private static final int ROUNDS = 7;
    private static final int CHUNK = 1 << 20;

    /// More than a codec's window and a core's cache, so that neither makes chunks cheaper than
    /// they are.
    private static final int DISTINCT = 32 << 20;

    private static final long TOTAL = 256L << 20;

    private SensorlogBenchmark() {}

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    /// Prints the table. No arguments; needs 1 GB in the folder for temporary files.
    public static void main(String[] args) throws IOException {
        System.out.println(
                "| compression | message | read MB/s | limit MB/s | ratio | messages/s | write MB/s"
                        + " |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (int size : new int[] {100_000, 1000}) {
            for (Compression compression :
                    List.of(Compression.NONE, Compression.LZ4, Compression.ZSTD)) {
                row(compression, size);
            }
        }
    }

    private static void row(Compression compression, int size) throws IOException {
        Path file = Files.createTempFile("sensorlog", ".mcap");
        try {
            List<ByteBuffer> payloads = payloads(size);
            double write = best(() -> write(file, compression, size, payloads));
            double read = best(() -> read(file));
            double limit =
                    compression == Compression.NONE
                            ? best(() -> copyAndSum(file))
                            : best(codecOnly(compression, payloads));
            System.out.printf(
                    "| %s | %d B | %.0f | %.0f | %.2f | %,.0f | %.0f |%n",
                    compression,
                    size,
                    mb(read),
                    mb(limit),
                    limit / read,
                    TOTAL / size / read,
                    mb(write));
        } finally {
            Files.delete(file);
        }
    }

    private static double mb(double seconds) {
        return TOTAL / 1e6 / seconds;
    }

    private static double best(Work work) throws IOException {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 2 * ROUNDS; i++) {
            long start = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }

    /// Half noise, half repeated, as sensor data that compresses to about a half.
    private static List<ByteBuffer> payloads(int size) {
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

    private static void write(
            Path file, Compression compression, int size, List<ByteBuffer> payloads)
            throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(CHUNK);
        try (RecordingWriter writer = Mcap.create(channel, options, "")) {
            Topic topic = writer.addTopic("/sensor", "", Schema.NONE, Map.of());
            for (int i = 0; i < TOTAL / size; i++) {
                writer.write(topic, i, i, i, payloads.get(i % payloads.size()));
            }
        }
    }

    private static void read(Path file) throws IOException {
        long bytes = 0;
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                bytes += cursor.message().data().remaining();
            }
            if (bytes < TOTAL * 99 / 100 || !cursor.losses().isEmpty()) {
                throw new IllegalStateException(
                        "read " + bytes + " bytes of " + TOTAL + ", " + cursor.losses());
            }
        }
    }

    private static void copyAndSum(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) > 0) {
                crc.update(buffer.flip());
            }
        }
        if (crc.getValue() == 0) {
            throw new IllegalStateException("nothing was summed up");
        }
    }

    private static Work codecOnly(Compression compression, List<ByteBuffer> payloads)
            throws IOException {
        List<ByteBuffer> chunks = new ArrayList<>();
        ByteBuffer plain = ByteBuffer.allocateDirect(CHUNK);
        try (Compressor compressor = new Compressor()) {
            for (ByteBuffer payload : payloads) {
                if (payload.remaining() > plain.remaining()) {
                    while (plain.hasRemaining()) {
                        plain.put((byte) 0);
                    }
                    ByteBuffer result = compressor.compress(compression, plain.flip());
                    chunks.add(ByteBuffer.allocateDirect(result.remaining()).put(result).flip());
                    plain.clear();
                }
                plain.put(payload.duplicate());
            }
        }
        return () -> {
            try (Decompressor decompressor = new Decompressor()) {
                for (int i = 0; i < TOTAL / CHUNK; i++) {
                    decompressor.decompress(compression, chunks.get(i % chunks.size()), CHUNK);
                }
            } catch (DecompressionException e) {
                throw new IOException(e);
            }
        };
    }
}
