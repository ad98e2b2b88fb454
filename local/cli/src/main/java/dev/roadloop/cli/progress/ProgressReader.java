package dev.roadloop.cli.progress;

import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.Step.Items;
import dev.roadloop.cli.progress.Step.Job;
import dev.roadloop.domain.DriveId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.MapRunItemCounts;

/// Reads how ingestions stand from Step Functions, Batch and the reports. Not thread-safe.
public final class ProgressReader {

    private final Executions executions;
    private final BatchClient batch;
    private final LedgerReader reports;
    private @Nullable MachineSteps machine;
    private Optional<Ledger> ledger = Optional.empty();
    private String ledgerOf = "";

    /// A reader of a platform's ingestions.
    public ProgressReader(Platform platform) {
        this.executions = new Executions(platform);
        this.batch = platform.clients().configured(BatchClient.builder()).build();
        this.reports = new LedgerReader(platform);
    }

    /// How an execution stands.
    ///
    /// @param driveId the drive that it ingests
    /// @param arn the execution's
    /// @return empty if there is no such execution
    public Optional<DriveProgress> read(String driveId, String arn) {
        Optional<DescribeExecutionResponse> found = executions.find(arn);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        DescribeExecutionResponse execution = found.get();
        List<HistoryEvent> events = executions.history(arn);
        List<Step> steps =
                StepHistory.steps(machine(), events).stream()
                        .map(step -> step.state() == Step.State.RUNNING ? watched(step) : step)
                        .toList();
        return Optional.of(
                new DriveProgress(
                        driveId,
                        arn,
                        execution.statusAsString(),
                        execution.startDate(),
                        Optional.ofNullable(execution.stopDate()),
                        steps,
                        ledger(driveId, steps),
                        execution.error() == null ? "" : execution.error(),
                        execution.cause() == null ? "" : execution.cause()));
    }

    private MachineSteps machine() {
        MachineSteps known = machine;
        if (known == null) {
            known = MachineSteps.of(executions.definition());
            machine = known;
        }
        return known;
    }

    /// The step with what its job or its map run says right now.
    private Step watched(Step step) {
        if (step.mapRun().isPresent()) {
            MapRunItemCounts counts = executions.mapRun(step.mapRun().get());
            return step.withItems(
                    new Items(
                            counts.total() - counts.pending() - counts.running(), counts.total()));
        }
        if (step.job().isEmpty()) {
            return step;
        }
        String id = step.job().get().id();
        List<JobDetail> jobs = batch.describeJobs(request -> request.jobs(id)).jobs();
        if (jobs.isEmpty()) {
            return step;
        }
        JobDetail job = jobs.getFirst();
        int begun = job.attempts().size() + (job.statusAsString().equals("RUNNING") ? 1 : 0);
        return step.withJob(new Job(id, job.statusAsString(), begun));
    }

    /// Reports are read again only when another step is through: they may be large.
    private Optional<Ledger> ledger(String driveId, List<Step> steps) {
        long done = steps.stream().filter(step -> step.state() == Step.State.DONE).count();
        String version = driveId + " " + done;
        if (!version.equals(ledgerOf)) {
            ledger = named(driveId).flatMap(reports::ledger);
            ledgerOf = version;
        }
        return ledger;
    }

    /// Somebody may start an execution by hand, under any name.
    private static Optional<DriveId> named(String driveId) {
        try {
            return Optional.of(DriveId.parse(driveId));
        } catch (IllegalArgumentException noDrive) {
            return Optional.empty();
        }
    }
}
