package dev.roadloop.embedded.stepfunctions.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Real time and virtual threads.
final class SystemScheduler implements Scheduler {

    private final Clock clock;
    private final int speed;
    private final ScheduledThreadPoolExecutor timers;

    SystemScheduler(Clock clock, int speed) {
        this.clock = clock;
        this.speed = speed;
        this.timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().name("stepfunctions-timer").daemon().factory());
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Duration pause(Duration asked) {
        return asked.dividedBy(speed);
    }

    @Override
    public Cancellable at(Instant at, Runnable action) {
        // Rounded up: what rings a fraction of a millisecond early rings before `at` has come.
        long delay = Math.max(0, Duration.between(now(), at).toMillis() + 1);
        try {
            Future<?> timer = timers.schedule(() -> run(action), delay, TimeUnit.MILLISECONDS);
            return () -> timer.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    @Override
    public Cancellable run(Runnable work) {
        Thread thread = Thread.ofVirtual().name("stepfunctions").start(work);
        return thread::interrupt;
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
