package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Upload;
import dev.roadloop.cli.progress.DriveProgress;
import dev.roadloop.cli.progress.ProgressReader;
import dev.roadloop.cli.progress.ProgressView;
import dev.roadloop.cli.progress.Step;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Shows an upload's way through the platform until it has settled: redrawn in place on a terminal,
/// a line for each step elsewhere.
final class DriveWatch {

    private static final Duration POLL = Duration.ofMillis(250);

    private final Catalog catalog;
    private final Executions executions;
    private final ProgressReader reader;
    private final Screen screen;
    private final boolean silent;
    private final Duration patience;
    private final Set<String> said = new HashSet<>();

    /// @param silent to wait without a word
    DriveWatch(Platform platform, Screen screen, boolean silent, Duration patience) {
        this.catalog = new Catalog(platform);
        this.executions = new Executions(platform);
        this.reader = new ProgressReader(platform);
        this.screen = screen;
        this.silent = silent;
        this.patience = patience;
    }

    /// How an upload ended.
    ///
    /// @param driveId empty if it never became a drive
    /// @param status the drive's, such as `CATALOGUED` or `QUARANTINED`; `FAILED` if its execution
    ///   failed
    /// @param entry the catalog entry: the drive's, or the upload's if it never became one
    record End(String driveId, String status, Entry entry) {}

    /// Follows an upload to its end.
    ///
    /// @throws IllegalStateException if it takes longer than the patience
    End follow(Upload upload) {
        Instant deadline = Instant.now().plus(patience);
        say("waiting for the upload to be registered");
        Entry entry = registered(upload, deadline);
        if (entry.get("driveId").isEmpty()) {
            say("quarantined: " + entry.get("reason") + ": " + entry.get("message"));
            return new End("", entry.get("status"), entry);
        }
        String driveId = entry.get("driveId");
        say("registered as " + driveId);
        String arn = catalog.drive(driveId).map(executions::arnOf).orElse(executions.arn(driveId));
        DriveProgress end = follow(driveId, arn, deadline);
        Entry drive = catalog.drive(driveId).orElse(entry);
        return new End(
                driveId, end.status().equals("SUCCEEDED") ? drive.get("status") : "FAILED", drive);
    }

    /// Follows an execution to its end.
    ///
    /// @param arn the execution's; it may not have begun
    /// @throws IllegalStateException if it takes longer than the patience
    DriveProgress follow(String driveId, String arn) {
        return follow(driveId, arn, Instant.now().plus(patience));
    }

    private DriveProgress follow(String driveId, String arn, Instant deadline) {
        while (true) {
            Optional<DriveProgress> progress = reader.read(driveId, arn);
            if (progress.isPresent()) {
                show(progress.get());
                if (!progress.get().running()) {
                    screen.keep();
                    return progress.get();
                }
            }
            pause(deadline, "drive " + driveId + " is still being ingested");
        }
    }

    private void show(DriveProgress progress) {
        if (silent) {
            return;
        }
        Instant now = Instant.now();
        if (screen.live()) {
            screen.draw(ProgressView.lines(progress, now));
            return;
        }
        for (Step step : progress.steps()) {
            boolean over = step.ended().isPresent();
            if (over && said.add(step.name() + step.state() + step.ended().get())) {
                screen.say(ProgressView.line(step, now));
            }
        }
        if (!progress.running()) {
            screen.say(
                    progress.status().toLowerCase(Locale.ROOT)
                            + " after "
                            + Amounts.time(progress.took(now)));
            progress.ledger().ifPresent(ledger -> screen.say("ledger: " + ledger.line()));
        }
    }

    private Entry registered(Upload upload, Instant deadline) {
        while (true) {
            Optional<Entry> found =
                    catalog.upload(upload).filter(entry -> !entry.get("status").isEmpty());
            if (found.isPresent()) {
                return found.get();
            }
            pause(deadline, upload.key() + " was not registered");
        }
    }

    private void pause(Instant deadline, String late) {
        if (Instant.now().isAfter(deadline)) {
            throw new IllegalStateException(
                    late
                            + " after "
                            + patience.toSeconds()
                            + " s; look at `roadloop status`, and at the logs of its functions"
                            + " and jobs");
        }
        sleep(POLL);
    }

    /// Waits a moment.
    ///
    /// @throws IllegalStateException when interrupted
    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "interrupted while waiting; ingestion goes on with the platform", e);
        }
    }

    private void say(String line) {
        if (!silent) {
            screen.say(line);
        }
    }

    /// The lines that say how a drive's present execution stands, for one look.
    static List<String> look(DriveProgress progress) {
        return ProgressView.lines(progress, Instant.now());
    }
}
