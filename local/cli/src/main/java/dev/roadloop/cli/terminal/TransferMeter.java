package dev.roadloop.cli.terminal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Measures a transfer: how much is through, how fast it goes now, how long the rest takes at that
/// rate. Thread-safe.
public final class TransferMeter {

    /// The rate is that of the last seconds: a stall shows, and a slow start is forgotten.
    private static final long WINDOW_NANOS = 5_000_000_000L;

    private static final long STEP_NANOS = 100_000_000L;

    private record Mark(long at, long done) {}

    private final long total;
    private final LongSupplier nanos;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long done;

    /// @param total bytes to be transferred
    /// @param nanos a clock, such as `System::nanoTime`
    public TransferMeter(long total, LongSupplier nanos) {
        this.total = total;
        this.nanos = nanos;
        marks.add(new Mark(nanos.getAsLong(), 0));
    }

    /// Counts bytes; a negative number takes back those that have to be sent again.
    public synchronized void add(long bytes) {
        done += bytes;
        long now = nanos.getAsLong();
        if (now - marks.getLast().at() >= STEP_NANOS) {
            marks.add(new Mark(now, done));
        }
        while (marks.size() > 2 && now - marks.getFirst().at() > WINDOW_NANOS) {
            marks.removeFirst();
        }
    }

    /// Bytes to be transferred.
    public long total() {
        return total;
    }

    /// Bytes that are through.
    public synchronized long done() {
        return done;
    }

    /// Share that is through, 0 to 1; 1 where there is nothing to transfer.
    public synchronized double fraction() {
        return total == 0 ? 1 : (double) done / total;
    }

    /// Bytes per second over the last seconds; 0 before there is anything to tell.
    public synchronized double rate() {
        Mark first = marks.getFirst();
        long took = nanos.getAsLong() - first.at();
        return took <= 0 ? 0 : Math.max(0, (done - first.done()) * 1e9 / took);
    }

    /// How long the rest takes at the present rate; empty while nothing moves.
    public synchronized Optional<Duration> left() {
        double rate = rate();
        return rate <= 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) ((total - done) / rate * 1e3)));
    }

    /// The transfer in one line.
    ///
    /// @param what is transferred
    public String line(String what) {
        return String.format(
                "%s %s %3.0f %%  %s of %s  %s/s%s",
                what,
                ProgressBar.of(fraction(), 24),
                100 * fraction(),
                Amounts.bytes((double) done()),
                Amounts.bytes((double) total),
                Amounts.bytes(rate()),
                left().map(time -> "  " + Amounts.time(time) + " left").orElse(""));
    }
}
