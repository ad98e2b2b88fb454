package dev.roadloop.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/// How near reading comes to what the machine can do, as ratios that a busy machine leaves alone: a
/// reading and its limit take turns in one process, and the medians of their quotients count. The
/// share of CPU time says what is spent on the limit's work out of all that reading spends, and
/// does not depend on what else runs.
public final class SensorlogRatios {

    private static final int WARM_UP = 12;
    private static final int ROUNDS = 31;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private static final List<String> ALL =
            List.of(
                    "mcap none 1000 1024",
                    "mcap none 100000 1024",
                    "mcap none 1000 64",
                    "bag none 1000 1024",
                    "bag none 100000 1024",
                    "bag none 1000 64",
                    "mcap lz4 1000 1024",
                    "mcap lz4 100000 1024",
                    "mcap lz4 1000 64",
                    "bag lz4 1000 1024",
                    "bag lz4 100000 1024",
                    "bag lz4 1000 64",
                    "mcap zstd 1000 1024",
                    "mcap zstd 100000 1024",
                    "mcap zstd 1000 64",
                    "bag bz2 1000 1024",
                    "bag bz2 1000 64");

    private SensorlogRatios() {}

    /// Prints a row for each recording; arguments choose them.
    public static void main(String[] args) throws Exception {
        System.out.println(
                "| recording | message, B | chunk, KiB | read MB/s | limit of all cores MB/s |"
                        + " read / limit | limit's CPU / reading's | at best | read / bare |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (String recording : args.length > 0 ? Arrays.asList(args) : ALL) {
            try (SensorlogFile file = new SensorlogFile(recording)) {
                row(recording, file);
            }
        }
    }

    private interface Work {
        long run() throws Exception;
    }

    /// Times of the rounds, and the CPU time of all of them together, which ticks too coarsely for
    /// one.
    private static final class Clock {
        private final double[] nanos = new double[ROUNDS];
        private double cpu;

        void time(int round, Work work) throws Exception {
            long before = PROCESS.getProcessCpuTime();
            long start = System.nanoTime();
            if (work.run() < 0) {
                throw new IllegalStateException("less than nothing was read");
            }
            if (round >= 0) {
                nanos[round] = System.nanoTime() - start;
                cpu += PROCESS.getProcessCpuTime() - before;
            }
        }

        /// How many times faster the other was, as a rule.
        double ratioOf(Clock other) {
            double[] ratios = new double[ROUNDS];
            Arrays.setAll(ratios, round -> other.nanos[round] / nanos[round]);
            return median(ratios);
        }
    }

    private static void row(String recording, SensorlogFile file) throws Exception {
        Clock reading = new Clock();
        Clock all = new Clock();
        Clock one = new Clock();
        Clock besides = new Clock();
        Clock bare = new Clock();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            reading.time(round, file::read);
            all.time(round, () -> file.readLimit(SensorlogFile.CORES));
            one.time(round, () -> file.readLimit(1));
            besides.time(round, file.compressed() ? file::besides : () -> 0);
            if (file.summedTwice()) {
                bare.time(round, () -> file.readLimit(SensorlogFile.CORES, true));
            }
        }
        String[] parts = recording.split(" ");
        System.out.printf(
                "| %s %s | %s | %s | %.0f | %.0f | %.2f | %.2f | %.2f | %s |%n",
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                file.total() * 1e3 / median(reading.nanos),
                file.total() * 1e3 / median(all.nanos),
                reading.ratioOf(all),
                one.cpu / reading.cpu,
                one.cpu / ((file.summedTwice() ? bare.cpu : one.cpu) + besides.cpu),
                file.summedTwice() ? "%.2f".formatted(reading.ratioOf(bare)) : "");
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
