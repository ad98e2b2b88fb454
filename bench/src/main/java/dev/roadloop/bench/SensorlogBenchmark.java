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
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Reads and writes recordings of 128 MiB, each compression beside what the machine can do: copying
/// the same file from the page cache and summing it up (no compression), or the codec alone on the
/// same chunks in memory. The limits are taken on one thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class SensorlogBenchmark {

    private static final int CHUNK = 1 << 20;

    /// More than a codec's window and a core's cache, so that neither makes chunks cheaper than
    /// they are.
    private static final int DISTINCT = 32 << 20;

    private static final long TOTAL = 128L << 20;

    /// Format and compression.
    @Param({"mcap none", "mcap lz4", "mcap zstd", "bag none", "bag lz4", "bag bz2"})
    public String recording = "";

    /// Bytes of a message.
    @Param({"1000", "100000"})
    public int message;

    private Path file = Path.of("");
    private Compression compression = Compression.NONE;
    private List<ByteBuffer> payloads = List.of();
    private List<ByteBuffer> chunks = List.of();

    /// Runs all of it and prints the table. Any argument is a pattern that `recording` must match.
    public static void main(String[] args) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(SensorlogBenchmark.class.getName() + ".*");
        if (args.length > 0) {
            options.param("recording", args);
        }
        print(new Runner(options.build()).run());
    }

    private static void print(Collection<RunResult> results) {
        Map<String, Row> rows = new TreeMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String size = result.getParams().getParam("message");
            String name = result.getParams().getParam("recording") + " | " + size;
            Row row = rows.computeIfAbsent(name, any -> new Row(Integer.parseInt(size)));
            double millis = result.getPrimaryResult().getScore();
            switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
                case "read" -> row.read = millis;
                case "write" -> row.write = millis;
                default -> row.limit = millis;
            }
        }
        System.out.println(
                "| recording | message, B | read MB/s | limit MB/s | read / limit | messages/s |"
                        + " write MB/s |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        rows.forEach((name, row) ->
                System.out.printf(
                        "| %s | %.0f | %.0f | %.2f | %,.0f | %.0f |%n",
                        name,
                        mb(row.read),
                        mb(row.limit),
                        row.limit / row.read,
                        1e3 * TOTAL / row.message / row.read,
                        mb(row.write)));
    }

    /// Milliseconds for a recording.
    private static final class Row {
        private final int message;
        private double read;
        private double limit;
        private double write;

        private Row(int message) {
            this.message = message;
        }
    }

    private static double mb(double millis) {
        return TOTAL / 1e3 / millis;
    }

    /// Makes the file.
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        compression =
                Compression.valueOf(
                        recording.substring(recording.indexOf(' ') + 1).toUpperCase(Locale.ROOT));
        payloads = payloads(message);
        file = Files.createTempFile("sensorlog", ".recording");
        chunks = compression == Compression.NONE ? List.of() : chunks();
        write();
    }

    /// Removes it.
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(file);
    }

    /// Writes the recording.
    @Benchmark
    public void write() throws IOException {
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(CHUNK);
        try (RecordingWriter writer = writer(options)) {
            Topic topic =
                    writer.addTopic(
                            "/sensor",
                            "ros1",
                            Schema.of("sensor_msgs/Blob", "ros1msg", "uint8[] data"),
                            Map.of());
            for (int i = 0; i < TOTAL / message; i++) {
                writer.write(topic, i, i, i, payloads.get(i % payloads.size()));
            }
        }
    }

    /// Reads every message.
    @Benchmark
    public long read() throws IOException {
        long bytes = 0;
        try (Recording opened = Recordings.open(file);
                MessageCursor cursor = opened.read(ReadOptions.all())) {
            while (cursor.next()) {
                bytes += cursor.message().data().remaining();
            }
            if (bytes < TOTAL * 99 / 100 || !cursor.losses().isEmpty()) {
                throw new IllegalStateException(
                        "read " + bytes + " bytes of " + TOTAL + ", " + cursor.losses());
            }
        }
        return bytes;
    }

    /// What the machine can do.
    @Benchmark
    public long limit() throws IOException {
        return compression == Compression.NONE ? copyAndSum() : codecAlone();
    }

    private RecordingWriter writer(WriteOptions options) throws IOException {
        if (recording.startsWith("bag")) {
            return Ros1Bag.create(file, options);
        }
        FileChannel channel =
                FileChannel.open(
                        file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        return Mcap.create(channel, options, "");
    }

    private long copyAndSum() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(CHUNK);
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) > 0) {
                crc.update(buffer.flip());
            }
        }
        return crc.getValue();
    }

    private long codecAlone() throws IOException {
        long bytes = 0;
        try (Decompressor decompressor = new Decompressor()) {
            for (int i = 0; i < TOTAL / CHUNK; i++) {
                bytes +=
                        decompressor
                                .decompress(compression, chunks.get(i % chunks.size()), CHUNK)
                                .remaining();
            }
        } catch (DecompressionException e) {
            throw new IOException(e);
        }
        return bytes;
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

    private List<ByteBuffer> chunks() throws IOException {
        List<ByteBuffer> packed = new ArrayList<>();
        ByteBuffer plain = ByteBuffer.allocateDirect(CHUNK);
        try (Compressor compressor = new Compressor()) {
            for (ByteBuffer payload : payloads) {
                if (payload.remaining() > plain.remaining()) {
                    while (plain.hasRemaining()) {
                        plain.put((byte) 0);
                    }
                    ByteBuffer result = compressor.compress(compression, plain.flip());
                    packed.add(ByteBuffer.allocateDirect(result.remaining()).put(result).flip());
                    plain.clear();
                }
                plain.put(payload.duplicate());
            }
        }
        return packed;
    }
}
