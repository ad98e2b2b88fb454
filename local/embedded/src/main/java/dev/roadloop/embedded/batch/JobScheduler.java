package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.logs.LogStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// Moves jobs from submitted to ended: dependencies, a place on this machine's cores, attempts,
/// retries.
///
/// After a restart an attempt that still runs is taken over with its output and exit code; one that
/// is gone without an exit code counts as one whose host was lost, which the retry strategy decides
/// on, as on AWS.
final class JobScheduler implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(JobScheduler.class.getName());

    private final JobTable table;
    private final Map<String, JobQueue> queues;
    private final Map<String, JobDefinition> definitions;
    private final Clock clock;
    private final double cores;
    private final BiConsumer<Job, ObjectNode> changes;
    private final JobRunner runner;
    private final JobLine line = new JobLine();
    private final Map<String, Double> used = new LinkedHashMap<>();
    private boolean closed;

    /// @param cores vCPUs that running jobs may take together
    /// @param changes told of every change of state, with the job's description
    JobScheduler(
            Path root,
            Map<String, JobQueue> queues,
            Map<String, JobDefinition> definitions,
            RoleEnvironment roles,
            LogStore logs,
            Clock clock,
            double cores,
            BiConsumer<Job, ObjectNode> changes) {
        this.table = new JobTable(root.resolve("jobs.journal"));
        this.queues = queues;
        this.definitions = definitions;
        this.clock = clock;
        this.cores = cores;
        this.changes = changes;
        this.runner =
                new JobRunner(
                        root,
                        queues,
                        definitions,
                        roles,
                        logs,
                        clock,
                        cores,
                        new JobRunner.Reports() {
                            @Override
                            public Job started(Job job) {
                                return JobScheduler.this.started(job);
                            }

                            @Override
                            public void ended(Job job, JobRunner.End end) {
                                JobScheduler.this.ended(job, end);
                            }
                        });
    }

    /// Takes up the jobs of an earlier process.
    synchronized void start() {
        for (Job job : table.all()) {
            line.update(job, priority(job));
            if (job.status().isActive()) {
                used.put(job.id(), vcpus(job));
                runner.run(job, true);
            }
        }
        pump();
    }

    /// Takes a new job.
    ///
    /// @throws java.io.UncheckedIOException if there is no space to keep it
    synchronized void submit(Job job) {
        table.add(job);
        announce(job);
        line.update(job, priority(job));
        for (Job child : table.children(job)) {
            line.update(child, priority(child));
            announce(child);
        }
        pump();
    }

    synchronized Optional<Job> find(String id) {
        return table.find(id);
    }

    synchronized List<Job> all() {
        return table.all();
    }

    /// The children of an array in the order of their indexes; empty for any other job.
    synchronized List<Job> children(String id) {
        return table.find(id).map(table::children).orElse(List.of());
    }

    /// Ends a job whatever its state; its children too.
    ///
    /// @param onlyWaiting true to leave jobs that have started alone, as CancelJob does
    synchronized void terminate(String id, String reason, boolean onlyWaiting) {
        Job job = table.find(id).orElseThrow();
        if (job.isArray()) {
            children(id).forEach(child -> terminate(child.id(), reason, onlyWaiting));
        } else if (job.status().isActive() && !onlyWaiting) {
            table.put(job.terminating(reason));
            runner.end(id);
        } else if (!job.status().isTerminal() && !job.status().isActive()) {
            change(job.stopped(JobStatus.FAILED, reason, clock.millis()));
        }
        pump();
    }

    private void change(Job job) {
        table.put(job);
        line.update(job, priority(job));
        announce(job);
        if (job.arrayIndex() >= 0 && job.status().isTerminal()) {
            settleParent(job.parentId());
        }
    }

    private void announce(Job job) {
        try {
            changes.accept(
                    job,
                    JobDescription.of(
                            job, definitions.get(job.definitionArn()), table.children(job)));
        } catch (UncheckedIOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "that job "
                            + job.id()
                            + " is "
                            + job.status()
                            + " is not announced on the event bus: "
                            + e.getMessage());
        }
    }

    private void settleParent(String id) {
        Optional<Job> parent = table.find(id).filter(job -> !job.status().isTerminal());
        if (parent.isPresent() && table.isThrough(parent.get())) {
            boolean failed =
                    children(id).stream().anyMatch(child -> child.status() == JobStatus.FAILED);
            change(
                    parent.get()
                            .stopped(
                                    failed ? JobStatus.FAILED : JobStatus.SUCCEEDED,
                                    failed ? "Array Child Job failed" : "",
                                    clock.millis()));
        }
    }

    /// Moves every job that can move.
    private void pump() {
        if (closed) {
            return;
        }
        boolean moved = true;
        while (moved) {
            moved = false;
            for (String id : line.undecided()) {
                moved |= table.find(id).filter(this::depend).isPresent();
            }
        }
        for (Optional<Job> next = line.first().flatMap(table::find);
                next.isPresent();
                next = line.first().flatMap(table::find)) {
            Job job = next.get();
            double wanted = vcpus(job);
            double taken = used.values().stream().mapToDouble(Double::doubleValue).sum();
            if (taken + wanted > cores + 1e-9) {
                return;
            }
            used.put(job.id(), wanted);
            Job starting = job.with(JobStatus.STARTING, "");
            change(starting);
            runner.run(starting, false);
        }
    }

    private int priority(Job job) {
        JobQueue queue = queues.get(job.queueArn());
        return queue == null ? 0 : queue.priority();
    }

    /// A job that wants more than the machine has gets all of it.
    private double vcpus(Job job) {
        JobDefinition definition = definitions.get(job.definitionArn());
        return definition == null ? 1 : Math.min(cores, definition.resolve(job.request()).vcpus());
    }

    private boolean depend(Job job) {
        JobDependencies dependencies = JobDependencies.of(job, table);
        if (dependencies == JobDependencies.FAILED) {
            change(job.stopped(JobStatus.FAILED, "Dependent Job failed", clock.millis()));
            return true;
        }
        boolean waits = dependencies == JobDependencies.OPEN;
        JobStatus next = waits ? JobStatus.PENDING : JobStatus.RUNNABLE;
        if (next == job.status()) {
            return false;
        }
        change(job.with(next, ""));
        return !waits;
    }

    private synchronized Job started(Job job) {
        Job latest = table.find(job.id()).orElseThrow();
        if (latest.status() == JobStatus.RUNNING) {
            return latest;
        }
        Job running = latest.started(clock.millis());
        change(running);
        return running;
    }

    /// An attempt is over: what becomes of its job.
    private synchronized void ended(Job job, JobRunner.End end) {
        if (closed) {
            return;
        }
        Job latest = table.find(job.id()).orElseThrow();
        String reason = latest.terminating().isEmpty() ? end.statusReason() : latest.terminating();
        Job attempted =
                latest.attempted(
                        new Job.Attempt(
                                latest.times().started(),
                                clock.millis(),
                                end.exitCode(),
                                end.reason(),
                                reason,
                                end.logStream()));
        used.remove(job.id());
        change(next(attempted, end, reason));
        if (table.find(job.id()).filter(each -> each.status().isTerminal()).isPresent()) {
            runner.remove(job);
        }
        pump();
    }

    private Job next(Job attempted, JobRunner.End end, String reason) {
        Optional<RetryStrategy> retry =
                attempted.terminating().isEmpty() ? end.retry() : Optional.empty();
        if (retry.isPresent() && end.exitCode().equals("0")) {
            return attempted.stopped(JobStatus.SUCCEEDED, reason, clock.millis());
        }
        boolean again =
                retry.filter(strategy ->
                                strategy.again(
                                        attempted.attempts().size(),
                                        end.exitCode(),
                                        end.reason(),
                                        reason))
                        .isPresent();
        return again
                ? attempted.with(JobStatus.RUNNABLE, reason)
                : attempted.stopped(JobStatus.FAILED, reason, clock.millis());
    }

    /// Ends the running programs; the next process runs their jobs again, and the attempt does not
    /// count.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            for (Job job : table.all()) {
                if (job.status().isActive()) {
                    table.put(job.with(JobStatus.RUNNABLE, "The embedded mode was stopped"));
                }
            }
        }
        runner.close();
        synchronized (this) {
            table.all().stream()
                    .filter(job -> job.status() == JobStatus.RUNNABLE)
                    .forEach(runner::forgetAttempt);
            table.close();
        }
    }
}
