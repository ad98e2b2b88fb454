package dev.roadloop.cli;

import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.terminal.TransferMeter;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// Shows how an upload goes: a bar on a terminal, a line every ten seconds elsewhere.
final class UploadView implements Uploader.Progress {

    private static final long REDRAW_NANOS = 100_000_000L;
    private static final long LINE_NANOS = 10_000_000_000L;

    private final Screen screen;
    private final long total;
    private final LongSupplier nanos;
    private final long began;
    private final TransferMeter digesting;
    private TransferMeter sending;
    private boolean sends;
    private long drawn;

    /// @param total bytes of all files
    /// @param nanos a clock, such as `System::nanoTime`
    UploadView(Screen screen, long total, LongSupplier nanos) {
        this.screen = screen;
        this.total = total;
        this.nanos = nanos;
        this.began = nanos.getAsLong();
        this.drawn = began;
        this.digesting = new TransferMeter(total, nanos);
        this.sending = digesting;
    }

    @Override
    public synchronized void digested(long bytes) {
        digesting.add(bytes);
        show(digesting.line("reading  "));
    }

    @Override
    public synchronized void sent(long bytes) {
        if (!sends) {
            sends = true;
            sending = new TransferMeter(total, nanos);
        }
        sending.add(bytes);
        show(sending.line("uploading"));
    }

    private void show(String line) {
        long now = nanos.getAsLong();
        if (now - drawn < (screen.live() ? REDRAW_NANOS : LINE_NANOS)) {
            return;
        }
        drawn = now;
        if (screen.live()) {
            screen.draw(List.of(line));
        } else {
            screen.say(line);
        }
    }

    /// Replaces the bar by what came of it.
    ///
    /// @param target where the files are now
    synchronized void done(String target) {
        long took = nanos.getAsLong() - began;
        screen.clear();
        screen.say(
                "uploaded "
                        + Amounts.bytes(total)
                        + " to "
                        + target
                        + " in "
                        + Amounts.time(Duration.ofNanos(took))
                        + ", "
                        + Amounts.bytes(took <= 0 ? 0 : total * 1e9 / took)
                        + "/s");
    }
}
