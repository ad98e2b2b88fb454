package dev.roadloop.embedded.batch;

import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.container.JobAttempt;
import dev.roadloop.embedded.container.JobFiles;
import dev.roadloop.embedded.container.StartCaches;
import dev.roadloop.embedded.logs.LogStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/// Runs attempts of jobs, each on a thread of its own: starts the program or takes over one that an
/// earlier process started, copies its output to the log, keeps its time limit, and reports how it
/// ended.
final class JobRunner implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(JobRunner.class.getName());

    /// ECS kills a container that long after it asked it to end.
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final String HOST_LOST = "Host EC2 (instance i-embedded) terminated.";

    private final Path root;
    private final Map<String, JobQueue> queues;
    private final Map<String, JobDefinition> definitions;
    private final RoleEnvironment roles;
    private final LogStore logs;
    private final Clock clock;
    private final double cores;
    private final Reports reports;
    private final StartCaches caches = StartCaches.asConfigured();
    private final Map<String, JobAttempt> running = new HashMap<>();
    private final Set<String> ending = new HashSet<>();
    private final Set<Thread> threads = new HashSet<>();
    private boolean closed;

    /// Hears how attempts go, on their threads.
    interface Reports {
        /// The program runs.
        ///
        /// @return the job, with the time at which it first did
        Job started(Job job);

        /// The attempt is over; told once, but not for one that ends with this process.
        void ended(Job job, End end);
    }

    /// How an attempt ended.
    ///
    /// @param exitCode empty if the program did not say
    /// @param reason why the program could not be started, or empty
    /// @param retry decides what comes next; empty where nothing is to be tried again
    record End(
            String exitCode,
            String reason,
            String statusReason,
            String logStream,
            Optional<RetryStrategy> retry) {}

    /// @param cores vCPUs of this machine
    JobRunner(
            Path root,
            Map<String, JobQueue> queues,
            Map<String, JobDefinition> definitions,
            RoleEnvironment roles,
            LogStore logs,
            Clock clock,
            double cores,
            Reports reports) {
        this.root = root;
        this.queues = queues;
        this.definitions = definitions;
        this.roles = roles;
        this.logs = logs;
        this.clock = clock;
        this.cores = cores;
        this.reports = reports;
    }

    /// Begins the next attempt of `job`.
    ///
    /// @param takeOver whether an earlier process began it
    synchronized void run(Job job, boolean takeOver) {
        Thread thread =
                Thread.ofVirtual()
                        .name("job-" + job.id())
                        .unstarted(() -> {
                            try {
                                End end = attempt(job, takeOver);
                                forget(job);
                                reports.ended(job, end);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                forget(job);
                            }
                        });
        threads.add(thread);
        thread.start();
    }

    private synchronized void forget(Job job) {
        running.remove(job.id());
        ending.remove(job.id());
        threads.remove(Thread.currentThread());
    }

    /// Ends the program of a job, gently at first; at once when it starts if it has not yet.
    synchronized void end(String jobId) {
        ending.add(jobId);
        JobAttempt attempt = running.get(jobId);
        if (attempt != null) {
            Thread.ofVirtual().start(attempt::end);
        }
    }

    private End attempt(Job job, boolean takeOver) throws InterruptedException {
        JobDefinition definition = definitions.get(job.definitionArn());
        if (definition == null) {
            return new End(
                    "",
                    "",
                    "Job definition " + job.definitionArn() + " is not in the template any more",
                    "",
                    Optional.empty());
        }
        String stream =
                definition.streamPrefix()
                        + "/default/"
                        + job.id().replace(':', '-')
                        + "-"
                        + (job.attempts().size() + 1);
        try {
            return attempt(job, definition, takeOver, stream);
        } catch (IOException | IllegalArgumentException e) {
            return new End(
                    "",
                    "CannotStartContainerError: " + e.getMessage(),
                    "Task failed to start",
                    stream,
                    Optional.empty());
        }
    }

    private End attempt(Job job, JobDefinition definition, boolean takeOver, String stream)
            throws InterruptedException, IOException {
        Path directory = directory(job);
        JobSpec spec = definition.resolve(job.request());
        Optional<JobAttempt> attempt =
                takeOver
                        ? JobAttempt.find(directory, GRACE)
                        : Optional.of(launch(job, definition, spec, directory));
        Consumer<String> log = logs.sink(definition.logGroup(), stream);
        boolean inTime = true;
        if (attempt.isPresent()) {
            inTime = follow(reports.started(job), attempt.get(), spec, log);
        } else {
            JobAttempt.copyRest(directory, log);
        }
        OptionalInt code = JobAttempt.exitCode(directory);
        if (code.orElse(-1) == 0) {
            caches.keep(definition.image(), directory);
        }
        String exitCode = code.isPresent() ? Integer.toString(code.getAsInt()) : "";
        if (!inTime) {
            return new End(
                    exitCode,
                    "",
                    "Job attempt duration exceeded timeout",
                    stream,
                    Optional.empty());
        }
        return new End(
                exitCode,
                "",
                code.isEmpty() ? HOST_LOST : "Essential container in task exited",
                stream,
                Optional.of(spec.retry()));
    }

    private JobAttempt launch(Job job, JobDefinition definition, JobSpec spec, Path directory)
            throws IOException {
        return JobAttempt.start(
                directory,
                JobProcess.commandLine(
                        definition, spec, cores, caches.flags(definition.image(), directory)),
                JobProcess.environment(job, definition, spec, queues.get(job.queueArn()), roles),
                GRACE);
    }

    private boolean follow(Job started, JobAttempt attempt, JobSpec spec, Consumer<String> log)
            throws InterruptedException {
        synchronized (this) {
            running.put(started.id(), attempt);
            if (ending.contains(started.id()) || !started.terminating().isEmpty()) {
                Thread.ofVirtual().start(attempt::end);
            }
            if (closed) {
                attempt.kill();
            }
        }
        long passed = clock.millis() - started.times().started();
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

    /// Directory of the attempt that is running or will run next.
    private Path directory(Job job) {
        return root.resolve("jobs")
                .resolve(job.id().replace(':', '-'))
                .resolve("attempt-" + (job.attempts().size() + 1));
    }

    /// Removes the files of a job that has ended: its output is in the logs, what is left is
    /// scratch space.
    void remove(Job job) {
        Thread.ofVirtual()
                .name("remove-" + job.id())
                .start(() -> delete(job, root.resolve("jobs").resolve(job.id().replace(':', '-'))));
    }

    /// Removes the files of an attempt that is to be made anew.
    void forgetAttempt(Job job) {
        delete(job, directory(job));
    }

    private static void delete(Job job, Path directory) {
        try {
            JobFiles.delete(directory);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "files of job " + job.id() + " cannot be removed: " + e.getMessage());
        }
    }

    /// Ends all programs at once, unreported.
    @Override
    public void close() {
        List<Thread> followers;
        synchronized (this) {
            closed = true;
            running.values().forEach(JobAttempt::kill);
            followers = List.copyOf(threads);
        }
        for (Thread thread : followers) {
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
