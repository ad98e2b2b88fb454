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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Reads and writes recordings of 128 MiB, each compression beside what the machine can do: copying
/// the same file from or to the page cache and summing it up (no compression), or the codec alone
/// on the same chunks in memory. The limit of reading is taken on as many threads as there are
/// cores, since chunks are opened ahead on all of them; that of writing on one, as a writer uses
/// one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow"
        })
public class SensorlogBenchmark {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /// Format, compression, bytes of a message, KiB of a chunk.
    @Param({
        "mcap none 1000 1024",
        "mcap none 100000 1024",
        "mcap none 1000 64",
        "mcap lz4 1000 1024",
        "mcap lz4 100000 1024",
        "mcap lz4 1000 64",
        "mcap zstd 1000 1024",
        "mcap zstd 100000 1024",
        "mcap zstd 1000 64",
        "bag none 1000 1024",
        "bag none 100000 1024",
        "bag none 1000 64",
        "bag lz4 1000 1024",
        "bag lz4 100000 1024",
        "bag lz4 1000 64",
        "bag bz2 1000 1024"
    })
    public String recording = "";

    private int message;
    private int chunkBytes;
    private long total;
    private Path file = Path.of("");
    private Path scratch = Path.of("");
    private Compression compression = Compression.NONE;
    private List<ByteBuffer> payloads = List.of();
    private List<ByteBuffer> plain = List.of();
    private List<ByteBuffer> packed = List.of();

    /// Runs all of it and prints the table. Arguments are the rows to run, such as `"mcap lz4 1000
    /// 64"`.
    public static void main(String[] args) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(SensorlogBenchmark.class.getName() + ".*");
        if (args.length > 0) {
            options.param("recording", args);
        }
        SensorlogTable.print(new Runner(options.build()).run());
    }

    /// Makes the file.
    @Setup(Level.Trial)
    public void prepare() throws IOException {
        String[] parts = recording.split(" ");
        compression = Compression.valueOf(parts[1].toUpperCase(Locale.ROOT));
        message = Integer.parseInt(parts[2]);
        chunkBytes = Integer.parseInt(parts[3]) << 10;
        total = SensorlogTable.bytesOf(parts[1]);
        payloads = SensorlogChunks.payloads(message);
        file = Files.createTempFile("sensorlog", ".recording");
        scratch = Files.createTempFile("sensorlog", ".limit");
        plain = SensorlogChunks.plain(payloads, chunkBytes);
        packed =
                compression == Compression.NONE
                        ? List.of()
                        : SensorlogChunks.packed(plain, compression);
        write();
    }

    /// Removes it.
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        Files.delete(file);
        Files.delete(scratch);
    }

    /// Writes the recording.
    @Benchmark
    public void write() throws IOException {
        WriteOptions options =
                WriteOptions.defaults().withCompression(compression).withChunkBytes(chunkBytes);
        try (RecordingWriter writer = writer(options)) {
            Topic topic =
                    writer.addTopic(
                            "/sensor",
                            "ros1",
                            Schema.of("sensor_msgs/Blob", "ros1msg", "uint8[] data"),
                            Map.of());
            for (int i = 0; i < total / message; i++) {
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
            if (bytes < total * 99 / 100 || !cursor.losses().isEmpty()) {
                throw new IllegalStateException(
                        "read " + bytes + " bytes of " + total + ", " + cursor.losses());
            }
        }
        return bytes;
    }

    /// What the machine can read on all cores.
    @Benchmark
    public long readLimit() throws InterruptedException, ExecutionException {
        List<FutureTask<Long>> parts = new ArrayList<>();
        for (int core = 0; core < CORES; core++) {
            int first = core;
            FutureTask<Long> part =
                    new FutureTask<>(() ->
                            compression == Compression.NONE
                                    ? copyAndSum(first)
                                    : decompress(first));
            Thread.ofVirtual().start(part);
            parts.add(part);
        }
        long sum = 0;
        for (FutureTask<Long> part : parts) {
            sum += part.get();
        }
        return sum;
    }

    /// What the machine can write on one core.
    @Benchmark
    public long writeLimit() throws IOException {
        long bytes = 0;
        CRC32 crc = new CRC32();
        try (Compressor compressor = new Compressor();
                FileChannel channel =
                        FileChannel.open(
                                scratch,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int i = 0; i < total / chunkBytes; i++) {
                ByteBuffer chunk = plain.get(i % plain.size()).duplicate();
                crc.update(chunk.duplicate());
                bytes +=
                        channel.write(
                                compression == Compression.NONE
                                        ? chunk
                                        : compressor.compress(compression, chunk));
            }
        }
        return bytes + crc.getValue();
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

    private long copyAndSum(int first) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(chunkBytes);
        CRC32 crc = new CRC32();
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            for (long at = (long) first * chunkBytes; at < size; at += (long) CORES * chunkBytes) {
                buffer.clear();
                while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {}
                crc.update(buffer.flip());
            }
        }
        return crc.getValue();
    }

    private long decompress(int first) throws IOException {
        long bytes = 0;
        try (Decompressor decompressor = new Decompressor()) {
            for (int i = first; i < total / chunkBytes; i += CORES) {
                bytes +=
                        decompressor
                                .decompress(compression, packed.get(i % packed.size()), chunkBytes)
                                .remaining();
            }
        } catch (DecompressionException e) {
            throw new IOException(e);
        }
        return bytes;
    }
}
