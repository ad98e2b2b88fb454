package dev.roadloop.embedded.sagemaker;

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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import software.amazon.awssdk.services.s3.S3Client;

/// Runs a training job, on one machine after the other.
///
/// After a restart a program that still runs is taken over, and one that has ended counts as it
/// ended. One that is gone without an exit code counts as one whose machine was taken back: a spot
/// job, or one with a retry strategy, goes on from its checkpoints, any other fails, as on AWS. One
/// that had not begun begins.
final class TrainingRunner implements AutoCloseable {

    private static final String LOG_GROUP = "/aws/sagemaker/TrainingJobs";

    private static final System.Logger LOG = System.getLogger(TrainingRunner.class.getName());

    /// A program was started under these, or never will be.
    private static final Set<String> BEGUN = Set.of("Training", "Uploading", "Stopping");

    private final TrainingJobTable table;
    private final Path root;
    private final TrainingImages images;
    private final RoleEnvironment roles;
    private final LogStore logs;
    private final Clock clock;
    private final StartCaches caches = StartCaches.asConfigured();
    private final Map<String, JobAttempt> programs = new HashMap<>();
    private boolean closed;

    /// @param root a folder for each job
    TrainingRunner(
            TrainingJobTable table,
            Path root,
            TrainingImages images,
            RoleEnvironment roles,
            LogStore logs,
            Clock clock) {
        this.table = table;
        this.root = root;
        this.images = images;
        this.roles = roles;
        this.logs = logs;
        this.clock = clock;
        logs.createGroup(LOG_GROUP);
    }

    /// Ends the program of a job, gently at first, if it has one.
    synchronized void end(String name) {
        JobAttempt program = programs.get(name);
        if (program != null) {
            Thread.ofVirtual().start(program::end);
        }
    }

    /// Whether a job has a program now.
    synchronized boolean attends(String name) {
        return programs.containsKey(name);
    }

    /// Ends all programs at once.
    @Override
    public synchronized void close() {
        closed = true;
        programs.values().forEach(JobAttempt::kill);
    }

    /// One machine after the other until the job is over.
    void run(String name) throws InterruptedException {
        TrainingJob job = table.get(name);
        while (!job.status().isTerminal()) {
            try (TrainingStorage storage = TrainingStorage.of(job, roles)) {
                job = once(job, storage.s3());
            } catch (IOException | RuntimeException e) {
                if (isClosed()) {
                    throw new InterruptedException("closing");
                }
                String reason = "ClientError: " + e.getMessage();
                job =
                        table.change(
                                name,
                                latest ->
                                        latest.over(
                                                TrainingJob.Status.FAILED,
                                                "Failed",
                                                reason,
                                                clock.millis()));
            }
        }
        remove(job);
    }

    /// Ends a spot job whose time was up before there was a machine for it.
    void giveUp(String name) {
        new TrainingEnd(table, clock).waitedTooLong(name);
    }

    private TrainingJob once(TrainingJob job, S3Client s3)
            throws IOException, InterruptedException {
        TrainingAttempt attempt = new TrainingAttempt(job, directory(job), images, roles, caches);
        TrainingEnd end = new TrainingEnd(table, clock);
        Optional<JobAttempt> program;
        if (BEGUN.contains(job.secondary())) {
            program = attempt.find();
            if (program.isEmpty() && !attempt.began() && !job.stopping()) {
                return table.change(
                        job.name(),
                        latest -> latest.again("Its program had not begun", clock.millis()));
            }
        } else if (StoppingCondition.of(job).waitEnd() <= clock.millis()) {
            return end.waitedTooLong(job.name());
        } else {
            JobFiles.delete(directory(job));
            moved(job, "Downloading", "Downloading input data and checkpoints");
            attempt.fetch(s3);
            // Said before it is so: a death in between finds a program that cannot begin any more.
            moved(job, "Training", "Training image download completed. Training in progress.");
            program = Optional.of(attempt.start());
        }
        boolean inTime = true;
        if (program.isPresent()) {
            inTime = attend(job.name(), program.get(), attempt, s3);
        } else {
            JobAttempt.copyRest(directory(job), log(job));
            Optional<S3Folder> checkpoints = attempt.checkpoints(s3);
            if (checkpoints.isPresent()) {
                checkpoints.get().send(true);
            }
        }
        return end.of(job.name(), attempt, s3, inTime);
    }

    private void moved(TrainingJob job, String secondary, String message) {
        table.change(
                job.name(),
                latest ->
                        latest.stopping()
                                ? latest
                                : latest.moved(secondary, message, clock.millis()));
    }

    /// @return false if its time was up
    private boolean attend(String name, JobAttempt program, TrainingAttempt attempt, S3Client s3)
            throws IOException, InterruptedException {
        TrainingJob job;
        synchronized (this) {
            programs.put(name, program);
            job = table.get(name);
            if (job.stopping()) {
                Thread.ofVirtual().start(program::end);
            }
            if (closed) {
                program.kill();
            }
        }
        Duration left =
                Duration.ofMillis(Math.max(1, StoppingCondition.of(job).first() - clock.millis()));
        try (CheckpointSync sync = CheckpointSync.begin(attempt.checkpoints(s3))) {
            boolean inTime = program.await(left, log(job));
            sync.last();
            if (isClosed()) {
                throw new InterruptedException("closing");
            }
            return inTime;
        } finally {
            synchronized (this) {
                programs.remove(name);
            }
        }
    }

    private Consumer<String> log(TrainingJob job) {
        return logs.sink(LOG_GROUP, job.name() + "/algo-1-" + job.created() + "-" + job.attempt());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private Path directory(TrainingJob job) {
        return root.resolve(job.name()).resolve("attempt-" + job.attempt());
    }

    /// What is left is scratch space: its output is in the logs, its model in S3.
    private void remove(TrainingJob job) {
        try {
            JobFiles.delete(root.resolve(job.name()));
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "files of training job "
                            + job.name()
                            + " cannot be removed: "
                            + e.getMessage());
        }
    }
}
