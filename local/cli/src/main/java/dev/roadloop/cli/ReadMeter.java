package dev.roadloop.cli;

import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.terminal.TransferMeter;
import dev.roadloop.sensorlog.ReadProgress;
import java.util.List;
import java.util.function.LongSupplier;

/// Draws how far recordings are read, one after the other: a bar on a terminal, nothing elsewhere.
final class ReadMeter implements AutoCloseable {

    private static final long REDRAW_NANOS = 100_000_000L;

    private final Screen screen;
    private final LongSupplier nanos;
    private long drawn;

    /// @param nanos a clock, such as `System::nanoTime`
    ReadMeter(Screen screen, LongSupplier nanos) {
        this.screen = screen;
        this.nanos = nanos;
        this.drawn = nanos.getAsLong();
    }

    /// The bar of one reading.
    ///
    /// @param what is done with what is read
    ReadProgress of(String what) {
        return screen.live() ? new Bar(what) : ReadProgress.NONE;
    }

    /// Takes the drawing away.
    @Override
    public void close() {
        screen.clear();
    }

    private final class Bar implements ReadProgress {
        private final String what;
        private TransferMeter meter = new TransferMeter(0, nanos);

        Bar(String what) {
            this.what = what;
        }

        @Override
        public void at(long done, long all) {
            long now = nanos.getAsLong();
            if (meter.total() != all) {
                // Of the first bytes alone no rate can be told.
                meter = new TransferMeter(all, nanos);
                drawn = now;
            }
            meter.add(done - meter.done());
            if (now - drawn >= REDRAW_NANOS) {
                drawn = now;
                screen.draw(List.of(meter.line(what)));
            }
        }
    }
}
