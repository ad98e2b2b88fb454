package dev.roadloop.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the ingestion of a drive stands.
///
/// @param driveId the drive
/// @param execution its execution's ARN
/// @param status the execution's: `RUNNING`, `SUCCEEDED`, `FAILED` …
/// @param started when the execution began
/// @param ended when it ended; empty while it runs
/// @param steps those that were reached and those that are ahead, in order
/// @param ledger what was read and written; empty before the inspection
/// @param error name of what the execution failed with; empty otherwise
/// @param cause what it says about that; empty otherwise
public record DriveProgress(
        String driveId,
        String execution,
        String status,
        Instant started,
        Optional<Instant> ended,
        List<Step> steps,
        Optional<Ledger> ledger,
        String error,
        String cause) {

    /// Copies the steps.
    public DriveProgress {
        steps = List.copyOf(steps);
    }

    /// Whether the execution still runs.
    public boolean running() {
        return status.equals("RUNNING");
    }

    /// How long it has taken, up to `now` while it runs.
    public Duration took(Instant now) {
        return Duration.between(started, ended.orElse(now));
    }

    /// The share of the steps that is done, 0 to 1. Steps count alike, however long they take.
    public double fraction() {
        return steps.isEmpty()
                ? 0
                : steps.stream().mapToDouble(Step::fraction).sum() / steps.size();
    }

    /// How many steps are done.
    public long done() {
        return steps.stream().filter(step -> step.state() == Step.State.DONE).count();
    }

    /// The step that runs now, if one does.
    public Optional<Step> current() {
        return steps.stream().filter(step -> step.state() == Step.State.RUNNING).findFirst();
    }
}
