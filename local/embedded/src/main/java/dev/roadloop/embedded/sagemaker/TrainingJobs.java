package dev.roadloop.embedded.sagemaker;

import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.logs.LogStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// All training jobs, each on a thread of its own; as many run at a time as this machine has pairs
/// of cores.
final class TrainingJobs implements AutoCloseable {

    private final TrainingJobTable table;
    private final TrainingRunner runner;
    private final Clock clock;
    private final Semaphore machines;
    private final Map<String, Thread> threads = new HashMap<>();

    /// @param cores of this machine
    TrainingJobs(
            Path root,
            TrainingImages images,
            RoleEnvironment roles,
            LogStore logs,
            Clock clock,
            int cores) {
        this.table = new TrainingJobTable(root.resolve("training-jobs.journal"));
        this.runner = new TrainingRunner(table, root.resolve("jobs"), images, roles, logs, clock);
        this.clock = clock;
        this.machines = new Semaphore(Math.max(1, cores / 2), true);
    }

    /// Takes up the jobs of an earlier process.
    void start() {
        table.all().stream().filter(job -> !job.status().isTerminal()).forEach(this::follow);
    }

    /// Takes a new job.
    ///
    /// @throws UncheckedIOException if there is no space to keep it
    void create(TrainingJob job) {
        table.add(job);
        follow(job);
    }

    Optional<TrainingJob> find(String name) {
        return table.find(name);
    }

    List<TrainingJob> all() {
        return table.all();
    }

    /// Asks a job to end; it is told when it starts if it has not yet.
    void stop(TrainingJob job) {
        table.change(
                job.name(),
                latest -> latest.status().isTerminal() ? latest : latest.asked(clock.millis()));
        runner.end(job.name());
    }

    private synchronized void follow(TrainingJob job) {
        Thread thread =
                Thread.ofVirtual()
                        .name("training-" + job.name())
                        .unstarted(() -> {
                            try {
                                long wait = StoppingCondition.of(job).waitEnd() - clock.millis();
                                if (machines.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                                    try {
                                        runner.run(job.name());
                                    } finally {
                                        machines.release();
                                    }
                                } else {
                                    runner.giveUp(job.name());
                                }
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                forget(job.name());
                            }
                        });
        threads.put(job.name(), thread);
        thread.start();
    }

    private synchronized void forget(String name) {
        threads.remove(name);
    }

    /// Ends the running programs; the next process runs their jobs again from their checkpoints.
    @Override
    public void close() {
        runner.close();
        Map<String, Thread> followers;
        synchronized (this) {
            followers = Map.copyOf(threads);
        }
        followers.forEach((name, thread) -> {
            if (!runner.attends(name)) {
                thread.interrupt();
            }
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (TrainingJob job : table.all()) {
            if (!job.status().isTerminal() && !job.stopping()) {
                table.change(
                        job.name(),
                        latest ->
                                latest.moved(
                                        "Pending",
                                        "The embedded mode was stopped",
                                        clock.millis()));
            }
        }
        table.close();
    }
}
