package dev.roadloop.cli.progress;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.ProgressBar;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Writes how ingestions stand, as lines or as JSON.
public final class ProgressView {

    private static final int BAR = 20;

    private ProgressView() {}

    /// An ingestion with its steps, a line each.
    public static List<String> lines(DriveProgress drive, Instant now) {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format(
                        "  %s %d of %d steps  %s  %s",
                        ProgressBar.of(drive.fraction(), BAR),
                        drive.done(),
                        drive.steps().size(),
                        drive.status().toLowerCase(Locale.ROOT),
                        Amounts.time(drive.took(now))));
        drive.steps().forEach(step -> lines.add(line(step, now)));
        drive.ledger().ifPresent(ledger -> lines.add("  ledger  " + ledger.line()));
        if (!drive.error().isEmpty()) {
            lines.add("  " + drive.error() + ": " + firstLine(drive.cause()));
        }
        return lines;
    }

    /// A step in one line: ` ✓ Inspect 2.6 s`.
    public static String line(Step step, Instant now) {
        String mark =
                switch (step.state()) {
                    case WAITING -> "·";
                    case RUNNING -> "▸";
                    case DONE -> "✓";
                    case FAILED -> "✗";
                };
        if (step.state() == Step.State.WAITING) {
            return "  " + mark + " " + step.name();
        }
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                "  %s %-16s %8s", mark, step.name(), Amounts.time(step.took(now))));
        step.items()
                .filter(items -> items.total() > 1 || step.state() == Step.State.RUNNING)
                .ifPresent(items ->
                        line.append(
                                String.format(
                                        "  %s %d of %d",
                                        ProgressBar.of(
                                                (double) items.done() / Math.max(1, items.total()),
                                                BAR / 2),
                                        items.done(),
                                        items.total())));
        step.job()
                .filter(job -> !job.status().isEmpty())
                .ifPresent(job ->
                        line.append("  job ")
                                .append(job.status().toLowerCase(Locale.ROOT))
                                .append(job.attempts() > 1 ? ", attempt " + job.attempts() : ""));
        if (step.tries() > 1) {
            line.append("  try ").append(step.tries());
        }
        if (step.state() == Step.State.FAILED || step.tries() > 1) {
            step.error().ifPresent(error -> line.append("  ").append(error));
        }
        return line.toString().stripTrailing();
    }

    /// An ingestion in one line.
    public static String summary(DriveProgress drive, Instant now) {
        return String.format(
                        "%-44s %-10s %s %8s  %s",
                        drive.driveId(),
                        drive.status(),
                        ProgressBar.of(drive.fraction(), BAR / 2),
                        Amounts.time(drive.took(now)),
                        drive.current()
                                .map(step -> step.name())
                                .orElse(drive.error().isEmpty() ? "" : drive.error()))
                .stripTrailing();
    }

    /// Adds an ingestion's fields.
    public static void json(ObjectNode node, DriveProgress drive, Instant now) {
        node.put("execution", drive.execution())
                .put("executionStatus", drive.status())
                .put("startedAt", drive.started().toString())
                .put("seconds", drive.took(now).toMillis() / 1e3)
                .put("fraction", drive.fraction());
        drive.ended().ifPresent(end -> node.put("endedAt", end.toString()));
        if (!drive.error().isEmpty()) {
            node.put("error", drive.error()).put("cause", drive.cause());
        }
        ArrayNode steps = node.putArray("steps");
        drive.steps().forEach(step -> json(steps.addObject(), step, now));
        drive.ledger()
                .ifPresent(ledger -> {
                    ObjectNode counts = node.putObject("ledger");
                    counts.put("messages", ledger.messages())
                            .put("topics", ledger.topics())
                            .put("losses", ledger.losses());
                    ledger.rows().ifPresent(rows -> counts.put("rows", rows));
                    ledger.tables().ifPresent(tables -> counts.put("tables", tables));
                    ledger.frames().ifPresent(frames -> counts.put("frames", frames));
                });
    }

    private static void json(ObjectNode node, Step step, Instant now) {
        node.put("name", step.name()).put("state", step.state().name());
        step.started()
                .ifPresent(start ->
                        node.put("startedAt", start.toString())
                                .put("seconds", step.took(now).toMillis() / 1e3)
                                .put("tries", step.tries()));
        step.items()
                .ifPresent(items ->
                        node.putObject("items")
                                .put("done", items.done())
                                .put("total", items.total()));
        step.job()
                .ifPresent(job ->
                        node.putObject("job")
                                .put("id", job.id())
                                .put("status", job.status())
                                .put("attempts", job.attempts()));
        step.error().ifPresent(error -> node.put("error", error));
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
