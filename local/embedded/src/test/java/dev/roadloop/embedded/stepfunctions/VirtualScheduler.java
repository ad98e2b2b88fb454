package dev.roadloop.embedded.stepfunctions;

import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Time that jumps to the next timer once all work is done; everything runs on the test's own
/// thread, in one order.
final class VirtualScheduler implements Scheduler {

    /// Thrown by a fake whose call never returns.
    static final class NeverReturns extends Error {
        private static final long serialVersionUID = 1L;
    }

    private record Timer(Instant at, long number, Runnable action) {}

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparing(Timer::number));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long number;
    private Runnable beforeStep = () -> {};

    /// Calls `action` before each step of the work from now on.
    void beforeEachStep(Runnable action) {
        beforeStep = action;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Cancellable at(Instant at, Runnable action) {
        Timer timer = new Timer(at, number++, action);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public Cancellable run(Runnable task) {
        work.add(task);
        return () -> work.remove(task);
    }

    /// Runs what there is to run now, without moving time.
    void settle() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            beforeStep.run();
            try {
                next.run();
            } catch (NeverReturns e) {
                // The call stays open for ever.
            }
        }
    }

    /// Moves time from timer to timer until `done` holds or nothing is left to do.
    void runUntil(BooleanSupplier done) {
        settle();
        while (!done.getAsBoolean() && !timers.isEmpty()) {
            Timer timer = timers.poll();
            now = timer.at().isAfter(now) ? timer.at() : now;
            timer.action().run();
            settle();
        }
    }

    void advance(Duration by) {
        Instant until = now.plus(by);
        settle();
        while (!timers.isEmpty() && !timers.peek().at().isAfter(until)) {
            Timer timer = timers.poll();
            now = timer.at().isAfter(now) ? timer.at() : now;
            timer.action().run();
            settle();
        }
        now = until;
    }

    @Override
    public void close() {
        work.clear();
        timers.clear();
    }
}
