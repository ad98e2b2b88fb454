package dev.roadloop.cli;

import dev.roadloop.cli.terminal.ProgressBar;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.freeze.BuildProgress;
import java.util.List;

/// Draws how far a build is.
final class BuildMeter implements BuildProgress {
    private final Screen screen;
    private Step step = Step.READ;
    private int done;

    BuildMeter(Screen screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void at(Step now, int count, int all) {
        if (now == step && count <= done) {
            return;
        }
        step = now;
        done = count;
        if (count == all || count % Math.max(1, all / 200) == 0) {
            screen.draw(
                    List.of(
                            "%s %s %d of %d pictures"
                                    .formatted(
                                            switch (now) {
                                                case READ -> "reading";
                                                case STORE -> "storing";
                                                case SEND -> "sending";
                                            },
                                            ProgressBar.of((double) count / Math.max(1, all), 24),
                                            count,
                                            all)));
        }
    }

    /// Takes the drawing away.
    void clear() {
        screen.clear();
    }
}
