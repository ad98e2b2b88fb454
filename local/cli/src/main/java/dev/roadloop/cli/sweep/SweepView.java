package dev.roadloop.cli.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.ProgressBar;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.cli.training.EventLine;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.TrialEnd;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Shows a sweep while it runs: a line for each worker and one for the whole on a terminal, a line
/// for each job that ends everywhere. Thread-safe.
public final class SweepView {

    private static final int BAR = 24;

    private final Screen screen;
    private final @Nullable PrintWriter plain;
    private final int workers;
    private final Map<Integer, String> lines = new TreeMap<>();
    private Standing standing;
    private int jobs;
    private double jobSeconds;
    private boolean finished;

    /// @param screen lines are redrawn there if it is live
    /// @param plain where lines go if not; nowhere if absent
    /// @param standing of the sweep now
    public SweepView(Screen screen, @Nullable PrintWriter plain, int workers, Standing standing) {
        this.screen = screen;
        this.plain = plain;
        this.workers = workers;
        this.standing = standing;
    }

    synchronized void line(int worker, Job job, String line) {
        JsonNode event = EventLine.read(line);
        switch (event.path("event").asText()) {
            case "step" -> {
                long steps = Math.max(1, event.path("steps").asLong());
                long step = event.path("step").asLong();
                lines.put(
                        worker,
                        String.format(
                                Locale.ROOT,
                                "trial %-4d %s step %d of %d  loss %.3f%s",
                                job.trial(),
                                ProgressBar.of((double) step / steps, BAR),
                                step,
                                steps,
                                event.path("loss").asDouble(),
                                job.until() == null ? "" : "  to look " + job.until()));
                draw();
            }
            case "warning" -> say("trial " + job.trial() + ": " + event.path("message").asText());
            default -> {}
        }
    }

    synchronized void told(int worker, Told told, Standing now) {
        lines.remove(worker);
        standing = now;
        jobs++;
        jobSeconds += told.seconds();
        Trial best = now.best();
        String value =
                told.value() == null
                        ? ""
                        : String.format(
                                Locale.ROOT, "  %s %.4f", now.spec().metric(), told.value());
        say(
                "trial %d %s%s  %s%s"
                        .formatted(
                                told.trial(),
                                switch (told.end()) {
                                    case PAUSED -> "paused at look " + told.iterations();
                                    case COMPLETED -> "completed";
                                    case FAILED -> "failed: " + told.message();
                                },
                                value,
                                Amounts.time(Duration.ofMillis((long) (1000 * told.seconds()))),
                                best != null
                                                && best.number() == told.trial()
                                                && told.end() != TrialEnd.FAILED
                                        ? "  best so far"
                                        : ""));
        draw();
    }

    synchronized void finished(String reason) {
        if (!finished) {
            finished = true;
            say("finished: " + reason);
        }
    }

    /// Removes what is redrawn.
    public synchronized void end() {
        screen.clear();
    }

    private void draw() {
        List<String> block = new ArrayList<>(lines.values());
        block.add(whole());
        screen.draw(block);
    }

    private String whole() {
        Trial best = standing.best();
        int most = standing.opened().budget().trials();
        long ended =
                standing.trials().stream()
                        .filter(trial -> trial.status() != Trial.Status.RUNNING)
                        .count();
        return "%d%s trials compared%s%s"
                .formatted(
                        ended,
                        most > 0 ? " of " + most : "",
                        best == null
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        "  best %s %.4f (trial %d)",
                                        standing.spec().metric(),
                                        best.value(),
                                        best.number()),
                        left());
    }

    /// From what jobs took so far; promotions to come are guessed as often as they were.
    private String left() {
        int most = standing.opened().budget().trials();
        double budget = standing.opened().budget().seconds();
        int begun = standing.trials().size();
        if (jobs == 0 || (most == 0 && budget == 0)) {
            return "";
        }
        double byTrials =
                most == 0
                        ? Double.POSITIVE_INFINITY
                        : Math.max(0, most - begun) * standing.seconds() / Math.max(1, begun)
                                + lines.size() * jobSeconds / jobs;
        double bySeconds =
                budget == 0 ? Double.POSITIVE_INFINITY : Math.max(0, budget - standing.seconds());
        double seconds = Math.min(byTrials, bySeconds) / workers;
        return "  about " + Amounts.time(Duration.ofMillis((long) (1000 * seconds))) + " left";
    }

    private void say(String line) {
        if (screen.live()) {
            screen.say(line);
        } else if (plain != null) {
            plain.println(line);
            plain.flush();
        }
    }
}
