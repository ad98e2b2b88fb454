package dev.roadloop.bench;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/// Reads and writes recordings of 128 MiB, each compression beside what the machine can do. The
/// limit of reading is taken on as many threads as there are cores, since chunks are opened ahead
/// on all of them; that of writing on one, as a writer uses one.
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

    private @Nullable SensorlogFile file;

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
        file = new SensorlogFile(recording);
    }

    /// Removes it.
    @TearDown(Level.Trial)
    public void remove() throws IOException {
        file().close();
    }

    private SensorlogFile file() {
        return Objects.requireNonNull(file, "prepare() makes it");
    }

    /// Writes the recording.
    @Benchmark
    public void write() throws IOException {
        file().write();
    }

    /// Reads every message.
    @Benchmark
    public long read() throws IOException {
        return file().read();
    }

    /// What the machine can read on all cores.
    @Benchmark
    public long readLimit() throws InterruptedException, ExecutionException {
        return file().readLimit(SensorlogFile.CORES);
    }

    /// What the machine can write on one core.
    @Benchmark
    public long writeLimit() throws IOException {
        return file().writeLimit();
    }
}
