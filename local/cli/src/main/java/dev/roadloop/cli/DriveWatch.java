package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Upload;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/// Shows an upload's way through the platform, state by state, until it has settled.
final class DriveWatch {

    private static final Duration POLL = Duration.ofMillis(150);

    private final Catalog catalog;
    private final Executions executions;
    private final PrintWriter out;
    private final boolean silent;
    private final Duration patience;

    /// @param silent to wait without a word
    DriveWatch(Platform platform, PrintWriter out, boolean silent, Duration patience) {
        this.catalog = new Catalog(platform);
        this.executions = new Executions(platform);
        this.out = out;
        this.silent = silent;
        this.patience = patience;
    }

    /// How an upload ended.
    ///
    /// @param driveId empty if it never became a drive
    /// @param status `CATALOGUED`, `QUARANTINED` or `FAILED`
    /// @param entry the catalog entry: the drive's, or the upload's if it never became one
    record End(String driveId, String status, Entry entry) {}

    /// Follows an upload to its end.
    ///
    /// @throws IllegalStateException if it takes longer than the patience
    End follow(Upload upload) {
        Instant deadline = Instant.now().plus(patience);
        say("waiting for the upload to be registered");
        Entry entry =
                await(deadline, upload.key() + " was not registered", () -> catalog.upload(upload));
        if (entry.get("driveId").isEmpty()) {
            say("quarantined: " + entry.get("reason") + ": " + entry.get("message"));
            return new End("", entry.get("status"), entry);
        }
        String driveId = entry.get("driveId");
        say("registered as " + driveId);
        int attempt =
                catalog.drive(driveId)
                        .map(drive -> drive.get("attempt"))
                        .filter(text -> !text.isEmpty())
                        .map(Integer::parseInt)
                        .orElse(1);
        String arn = executions.arn(attempt == 1 ? driveId : driveId + "-" + attempt);
        String status = states(driveId, arn, deadline);
        Entry drive = catalog.drive(driveId).orElse(entry);
        return new End(driveId, status.equals("SUCCEEDED") ? drive.get("status") : "FAILED", drive);
    }

    private String states(String driveId, String arn, Instant deadline) {
        int seen = 0;
        Instant start = Instant.now();
        while (true) {
            Optional<DescribeExecutionResponse> execution = executions.find(arn);
            List<HistoryEvent> events = execution.isPresent() ? executions.history(arn) : List.of();
            for (HistoryEvent event : events.subList(seen, events.size())) {
                show(event, events);
            }
            seen = events.size();
            if (execution.isPresent() && execution.get().status() != ExecutionStatus.RUNNING) {
                say(
                        String.format(
                                Locale.ROOT,
                                "%s after %.1f s",
                                execution.get().statusAsString().toLowerCase(Locale.ROOT),
                                Duration.between(start, Instant.now()).toMillis() / 1e3));
                return execution.get().statusAsString();
            }
            pause(deadline, "drive " + driveId + " is still being ingested");
        }
    }

    private void show(HistoryEvent event, List<HistoryEvent> events) {
        if (event.stateEnteredEventDetails() != null
                && !event.type().toString().startsWith("Pass")
                && !event.type().toString().startsWith("Choice")) {
            say("  → " + event.stateEnteredEventDetails().name());
        } else if (event.type() == HistoryEventType.TASK_FAILED) {
            say("    failed: " + event.taskFailedEventDetails().error());
        } else if (event.stateExitedEventDetails() != null
                && event.type().toString().startsWith("Task")) {
            String name = event.stateExitedEventDetails().name();
            events.stream()
                    .filter(e ->
                            e.id() < event.id()
                                    && e.stateEnteredEventDetails() != null
                                    && e.stateEnteredEventDetails().name().equals(name))
                    .reduce((first, last) -> last)
                    .ifPresent(entered ->
                            say(
                                    String.format(
                                            Locale.ROOT,
                                            "  ✓ %-14s %6.2f s",
                                            name,
                                            Duration.between(entered.timestamp(), event.timestamp())
                                                            .toMillis()
                                                    / 1e3)));
        }
    }

    private interface Lookup {
        Optional<Entry> find();
    }

    private Entry await(Instant deadline, String late, Lookup lookup) {
        while (true) {
            Optional<Entry> found = lookup.find().filter(entry -> !entry.get("status").isEmpty());
            if (found.isPresent()) {
                return found.get();
            }
            pause(deadline, late);
        }
    }

    private void pause(Instant deadline, String late) {
        if (Instant.now().isAfter(deadline)) {
            throw new IllegalStateException(
                    late
                            + " after "
                            + patience.toSeconds()
                            + " s; look at `roadloop status`, and at the logs under"
                            + " .roadloop/logs");
        }
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while waiting; ingestion goes on with the platform", e);
        }
    }

    private void say(String line) {
        if (!silent) {
            out.println(line);
            out.flush();
        }
    }
}
