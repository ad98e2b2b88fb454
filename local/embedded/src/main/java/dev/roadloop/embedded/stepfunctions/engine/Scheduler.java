package dev.roadloop.embedded.stepfunctions.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Time and threads for executions. Tests pass one whose time they move themselves.
public interface Scheduler extends AutoCloseable {

    /// Until what a full disk has hindered is tried again.
    Duration UNTIL_NEXT_TRY = Duration.ofSeconds(1);

    /// The present.
    Instant now();

    /// What a pause that a state machine asks for takes here: a Wait, or the time before a retry.
    default Duration pause(Duration asked) {
        return asked;
    }

    /// Runs `action` once `at` has come, soon after if it is past, unless cancelled before.
    Cancellable at(Instant at, Runnable action);

    /// Runs `work`, which may block, on a thread of its own; cancelling interrupts it.
    Cancellable run(Runnable work);

    /// Does `work` when the disk may have space again.
    default void later(Runnable work) {
        at(now().plus(UNTIL_NEXT_TRY), () -> run(work));
    }

    /// Forgets what has not run yet.
    @Override
    void close();

    /// Something that may yet be called off.
    interface Cancellable {
        /// Calls it off; without effect if it is over.
        void cancel();
    }

    /// The scheduler of a real process: one timer thread, and a virtual thread for each piece of
    /// work.
    static Scheduler system(Clock clock) {
        return system(clock, 1);
    }

    /// The same in a hurry: pauses are `speed` times as short. Timeouts are not, for what must be
    /// done in them is done no faster.
    static Scheduler system(Clock clock, int speed) {
        return new SystemScheduler(clock, speed);
    }
}
