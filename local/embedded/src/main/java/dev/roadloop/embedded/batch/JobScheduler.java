package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.logs.LogStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Moves jobs from submitted to ended: dependencies, a place on this machine's cores, attempts,
/// retries.
///
/// After a restart an attempt that still runs is taken over with its output and exit code; one that
/// is gone without an exit code counts as one whose host was lost, which the retry strategy decides
/// on, as on AWS.
final class JobScheduler implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(JobScheduler.class.getName());
    private static final String HOST_LOST = "Host EC2 (instance i-embedded) terminated.";

    private final JobTable table;
    private final Map<String, JobQueue> queues;
    private final Map<String, JobDefinition> definitions;
    private final RoleEnvironment roles;
    private final LogStore logs;
    private final Path root;
    private final Clock clock;
    private final double cores;
    private final BiConsumer<Job, ObjectNode> changes;
    private final Map<String, JobAttempt> running = new HashMap<>();
    private final Map<String, Double> used = new LinkedHashMap<>();
    private final Set<Thread> threads = new HashSet<>();
    private final StartCaches caches = new StartCaches(Boolean.getBoolean(StartCaches.LEARN));
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
        this.root = root;
        this.table = new JobTable(root.resolve("jobs.journal"));
        this.queues = queues;
        this.definitions = definitions;
        this.roles = roles;
        this.logs = logs;
        this.clock = clock;
        this.cores = cores;
        this.changes = changes;
    }

    /// Takes up the jobs of an earlier process.
    synchronized void start() {
        for (Job job : table.all()) {
            if (job.status().isActive()) {
                used.put(job.id(), vcpus(job));
                run(job, true);
            }
        }
        pump();
    }

    synchronized void submit(List<Job> jobs) {
        jobs.forEach(this::change);
        pump();
    }

    synchronized Optional<Job> find(String id) {
        return table.find(id);
    }

    synchronized List<Job> all() {
        return table.all();
    }

    synchronized List<Job> children(String parentId) {
        return table.all().stream()
                .filter(job -> job.arrayIndex() >= 0 && job.parentId().equals(parentId))
                .toList();
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
            JobAttempt attempt = running.get(id);
            if (attempt != null) {
                Thread.ofVirtual().start(attempt::end);
            }
        } else if (!job.status().isTerminal() && !job.status().isActive()) {
            change(job.stopped(JobStatus.FAILED, reason, clock.millis()));
        }
        pump();
    }

    private void change(Job job) {
        table.put(job);
        changes.accept(
                job,
                JobDescription.of(
                        job,
                        definitions.get(job.definitionArn()),
                        children(job.isArray() ? job.id() : "-")));
        if (job.arrayIndex() >= 0 && job.status().isTerminal()) {
            settleParent(job.parentId());
        }
    }

    private void settleParent(String id) {
        Optional<Job> parent = table.find(id).filter(job -> !job.status().isTerminal());
        List<Job> children = children(id);
        if (parent.isPresent()
                && children.size() == parent.get().arraySize()
                && children.stream().allMatch(child -> child.status().isTerminal())) {
            boolean failed =
                    children.stream().anyMatch(child -> child.status() == JobStatus.FAILED);
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
            for (Job job : table.all()) {
                moved |=
                        !job.isArray()
                                && (job.status() == JobStatus.SUBMITTED
                                        || job.status() == JobStatus.PENDING)
                                && depend(job);
            }
        }
        List<Job> runnable =
                table.all().stream()
                        .filter(job -> job.status() == JobStatus.RUNNABLE && !job.isArray())
                        .sorted(
                                Comparator.comparingInt((Job job) -> -priority(job))
                                        .thenComparingLong(job -> job.times().created()))
                        .toList();
        for (Job job : runnable) {
            double wanted = vcpus(job);
            double taken = used.values().stream().mapToDouble(Double::doubleValue).sum();
            if (taken + wanted > cores + 1e-9) {
                return;
            }
            used.put(job.id(), wanted);
            Job starting = job.with(JobStatus.STARTING, "");
            change(starting);
            run(starting, false);
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
        boolean waits = false;
        for (JsonNode dependency : Fields.get(job.request(), "dependsOn")) {
            String type = Fields.text(dependency, "type");
            String id = Fields.text(dependency, "jobId");
            if (type.equals("SEQUENTIAL") && job.arrayIndex() > 0) {
                id = job.parentId() + ":" + (job.arrayIndex() - 1);
            } else if (type.equals("N_TO_N") && job.arrayIndex() >= 0) {
                id = id + ":" + job.arrayIndex();
            }
            Optional<Job> other = id.isEmpty() ? Optional.empty() : table.find(id);
            if (other.isPresent() && other.get().status() == JobStatus.FAILED) {
                change(job.stopped(JobStatus.FAILED, "Dependent Job failed", clock.millis()));
                return true;
            }
            waits |= other.isPresent() && other.get().status() != JobStatus.SUCCEEDED;
        }
        JobStatus next = waits ? JobStatus.PENDING : JobStatus.RUNNABLE;
        if (next == job.status()) {
            return false;
        }
        change(job.with(next, ""));
        return !waits;
    }

    private void run(Job job, boolean takeOver) {
        Thread thread =
                Thread.ofVirtual()
                        .name("job-" + job.id())
                        .unstarted(() -> {
                            try {
                                attempt(job, takeOver);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                synchronized (this) {
                                    threads.remove(Thread.currentThread());
                                }
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    private void attempt(Job job, boolean takeOver) throws InterruptedException {
        Path directory = directory(job);
        JobDefinition definition = definitions.get(job.definitionArn());
        if (definition == null) {
            end(
                    job,
                    "",
                    "",
                    "Job definition " + job.definitionArn() + " is not in the template any more",
                    "");
            return;
        }
        String stream =
                definition.streamPrefix()
                        + "/default/"
                        + job.id().replace(':', '-')
                        + "-"
                        + (job.attempts().size() + 1);
        Consumer<String> log = logs.sink(definition.logGroup(), stream);
        try {
            JobSpec spec = definition.resolve(job.request());
            Optional<JobAttempt> attempt =
                    takeOver
                            ? JobAttempt.find(directory)
                            : Optional.of(launch(job, definition, spec, directory));
            boolean inTime = true;
            if (attempt.isPresent()) {
                Job started =
                        takeOver && job.status() == JobStatus.RUNNING
                                ? job
                                : job.started(clock.millis());
                inTime = follow(started, attempt.get(), spec, log);
            }
            Job latest = latest(job.id());
            OptionalInt code = JobAttempt.exitCode(directory);
            if (code.orElse(-1) == 0) {
                caches.keep(definition.image(), directory);
            }
            if (!latest.terminating().isEmpty()) {
                end(latest, code(code), "", latest.terminating(), stream);
            } else if (!inTime) {
                end(latest, code(code), "", "Job attempt duration exceeded timeout", stream);
            } else if (code.isEmpty()) {
                ended(latest, spec, "", "", HOST_LOST, stream);
            } else {
                ended(latest, spec, code(code), "", "Essential container in task exited", stream);
            }
        } catch (IOException | IllegalArgumentException e) {
            end(
                    latest(job.id()),
                    "",
                    "CannotStartContainerError: " + e.getMessage(),
                    "Task failed to start",
                    stream);
        }
    }

    private JobAttempt launch(Job job, JobDefinition definition, JobSpec spec, Path directory)
            throws IOException {
        return JobAttempt.start(
                directory,
                JobProcess.commandLine(
                        definition, spec, cores, caches.flags(definition.image(), directory)),
                JobProcess.environment(job, definition, spec, queues.get(job.queueArn()), roles));
    }

    private boolean follow(Job started, JobAttempt attempt, JobSpec spec, Consumer<String> log)
            throws InterruptedException, IOException {
        synchronized (this) {
            if (started.status() == JobStatus.RUNNING
                    && table.find(started.id())
                            .filter(job -> job.status() == JobStatus.RUNNING)
                            .isEmpty()) {
                String terminating = latest(started.id()).terminating();
                change(terminating.isEmpty() ? started : started.terminating(terminating));
            }
            running.put(started.id(), attempt);
            if (!latest(started.id()).terminating().isEmpty()) {
                Thread.ofVirtual().start(attempt::end);
            }
        }
        long passed = clock.millis() - latest(started.id()).times().started();
        Duration limit =
                spec.timeoutSeconds() == 0
                        ? Duration.ZERO
                        : Duration.ofMillis(Math.max(1, spec.timeoutSeconds() * 1000 - passed));
        boolean inTime = attempt.await(limit, log);
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("closing");
            }
        }
        return inTime;
    }

    private synchronized Job latest(String id) {
        return table.find(id).orElseThrow();
    }

    private static String code(OptionalInt code) {
        return code.isPresent() ? Integer.toString(code.getAsInt()) : "";
    }

    /// Directory of the attempt that is running or will run next.
    private Path directory(Job job) {
        return root.resolve("jobs")
                .resolve(job.id().replace(':', '-'))
                .resolve("attempt-" + (job.attempts().size() + 1));
    }

    private synchronized void ended(
            Job job,
            JobSpec spec,
            String exitCode,
            String reason,
            String statusReason,
            String stream) {
        Job attempted =
                job.attempted(
                        new Job.Attempt(
                                job.times().started(),
                                clock.millis(),
                                exitCode,
                                reason,
                                statusReason,
                                stream));
        if (exitCode.equals("0")) {
            finish(attempted.stopped(JobStatus.SUCCEEDED, statusReason, clock.millis()));
        } else if (spec.retry()
                .again(attempted.attempts().size(), exitCode, reason, statusReason)) {
            finish(attempted.with(JobStatus.RUNNABLE, statusReason));
        } else {
            finish(attempted.stopped(JobStatus.FAILED, statusReason, clock.millis()));
        }
    }

    private synchronized void end(
            Job job, String exitCode, String reason, String statusReason, String stream) {
        finish(
                job.attempted(
                                new Job.Attempt(
                                        job.times().started(),
                                        clock.millis(),
                                        exitCode,
                                        reason,
                                        statusReason,
                                        stream))
                        .stopped(JobStatus.FAILED, statusReason, clock.millis()));
    }

    private void finish(Job job) {
        if (closed) {
            return;
        }
        running.remove(job.id());
        used.remove(job.id());
        change(job);
        if (job.status().isTerminal()) {
            remove(job);
        }
        pump();
    }

    /// The output is in the logs; what is left is the attempt's scratch space.
    private void remove(Job job) {
        Thread.ofVirtual()
                .name("remove-" + job.id())
                .start(() -> {
                    try {
                        JobProcess.deleteTree(
                                root.resolve("jobs").resolve(job.id().replace(':', '-')));
                    } catch (IOException e) {
                        LOG.log(
                                System.Logger.Level.WARNING,
                                "files of job "
                                        + job.id()
                                        + " cannot be removed: "
                                        + e.getMessage());
                    }
                });
    }

    /// Ends the running programs; the next process runs their jobs again, and the attempt does not
    /// count.
    @Override
    public void close() {
        List<JobAttempt> attempts;
        List<Thread> followers;
        synchronized (this) {
            closed = true;
            attempts = List.copyOf(running.values());
            followers = List.copyOf(threads);
            for (Job job : table.all()) {
                if (job.status().isActive()) {
                    table.put(job.with(JobStatus.RUNNABLE, "The embedded mode was stopped"));
                }
            }
        }
        attempts.forEach(JobAttempt::kill);
        for (Thread thread : followers) {
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        for (Job job : table.all()) {
            if (job.status() == JobStatus.RUNNABLE) {
                try {
                    JobProcess.deleteTree(directory(job));
                } catch (IOException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "files of job " + job.id() + " cannot be removed: " + e.getMessage());
                }
            }
        }
        synchronized (this) {
            table.close();
        }
    }
}
