package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Machine;
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A running execution. All work on it happens under one fair lock, a step at a time, so that
/// events have one order and callers such as [#stop] get their turn between two steps. Steps are
/// queued by [#later] and done by whoever holds the lock next; nothing here ever blocks on a task.
public final class Execution {

    /// AWS's limit; the last of them is the failure.
    public static final long MOST_EVENTS = 25_000;

    /// AWS's limit for inputs, outputs and task results, bytes of UTF-8.
    public static final int LARGEST_PAYLOAD = 262_144;

    /// AWS's limit for the variables of an execution together, in bytes of UTF-8.
    static final long LARGEST_VARIABLES = 10L << 20;

    private final ExecutionInfo info;
    private final Machine machine;
    private final Environment environment;
    private final EventHistory history;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();
    private final Branch root;

    private boolean over;
    private boolean suspending;
    private boolean restoring;
    private volatile @Nullable UncheckedIOException noSpace;
    private Scheduler.@Nullable Cancellable timeout;

    private Execution(
            ExecutionInfo info, Machine machine, Environment environment, EventHistory history) {
        this.info = info;
        this.machine = machine;
        this.environment = environment;
        this.history = history;
        this.root = new Branch(this, machine.graph(), "", null, -1, Map.of(), 0);
    }

    /// Starts an execution: its first event is on disk when this returns. It runs once [#run] is
    /// called.
    ///
    /// @param file the journal to create
    public static Execution start(
            ExecutionInfo info, Machine machine, Environment environment, Path file) {
        EventHistory history = EventHistory.open(file, environment.scheduler(), 0);
        Execution execution = new Execution(info, machine, environment, history);
        try {
            execution.append(
                    execution.root,
                    "ExecutionStarted",
                    Events.executionStarted(info),
                    0,
                    EventHistory.NO_NOTE);
            history.force();
        } catch (UncheckedIOException e) {
            history.close();
            throw e;
        }
        execution.root.follow(0);
        execution.later(() -> execution.root.enter(machine.graph().startAt(), info.input()));
        return execution;
    }

    /// Takes up an execution where its journal ends. It runs once [#run] is called.
    public static Execution resume(
            ExecutionInfo info, Machine machine, Environment environment, Path file) {
        Replay replay = Replay.of(file, machine.graph().startAt(), info.input());
        Execution execution =
                new Execution(
                        info,
                        machine,
                        environment,
                        EventHistory.open(file, environment.scheduler(), replay.lastEventId()));
        execution.restoring = true;
        execution.later(() -> execution.root.restore(replay));
        return execution;
    }

    /// Takes up a failed execution from the states that failed. It runs once [#run] is called.
    ///
    /// @param info with the new redrive count
    public static Execution redrive(
            ExecutionInfo info, Machine machine, Environment environment, Path file) {
        EventHistory.redrive(file, environment.scheduler(), info);
        return resume(info, machine, environment, file);
    }

    /// Works off what there is to do and arms the execution's timeout.
    public void run() {
        lock.lock();
        try {
            if (!over && machine.timeoutSeconds().isPresent()) {
                Instant from = info.redriveCount() == 0 ? info.startTime() : now();
                timeout =
                        environment
                                .scheduler()
                                .at(
                                        from.plusSeconds(machine.timeoutSeconds().getAsLong()),
                                        () -> perform(this::timeOut));
            }
        } finally {
            lock.unlock();
        }
        drain();
    }

    /// What is fixed about the execution.
    public ExecutionInfo info() {
        return info;
    }

    /// Ends the execution as `StopExecution` does; does nothing if it is over.
    public void stop(@Nullable String error, @Nullable String cause) {
        perform(() -> finish("ExecutionAborted", Events.executionEnded("Aborted", error, cause)));
    }

    /// Delivers an answer to a task that waits for `token`.
    ///
    /// @return false if no task waits for it
    /// @throws UncheckedIOException if there is no space to record it: it is not accepted
    public boolean answer(String token, TaskAnswer answer) {
        lock.lock();
        try {
            if (isPaused()) {
                throw noSpace();
            }
            if (over || !root.answer(token, answer)) {
                return false;
            }
            if (!over) {
                history.force();
            }
        } catch (Ended e) {
            return true;
        } catch (UncheckedIOException e) {
            pause(e);
            throw e;
        } finally {
            lock.unlock();
        }
        drain();
        return true;
    }

    /// Whether it has stopped because its journal cannot be written.
    public boolean isPaused() {
        return noSpace != null;
    }

    /// Why it has stopped.
    ///
    /// @throws IllegalStateException if it has not
    public UncheckedIOException noSpace() {
        UncheckedIOException reason = noSpace;
        if (reason == null) {
            throw new IllegalStateException("The execution " + info.arn() + " is not paused");
        }
        return new UncheckedIOException(
                "The execution %s pauses until there is space on the disk: %s"
                        .formatted(info.arn(), reason.getMessage()),
                new IOException(reason));
    }

    private void pause(UncheckedIOException reason) {
        if (isPaused()) {
            return;
        }
        noSpace = reason;
        steps.clear();
        suspend();
        environment.scheduler().run(() -> environment.onPause().accept(info, reason));
    }

    /// Stops working without a trace in the history, as the death of the process would: jobs and
    /// map runs go on.
    public void suspend() {
        lock.lock();
        try {
            if (!over) {
                over = true;
                suspending = true;
                root.abort();
                cancelTimeout();
                history.close();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- for branches and states, under the lock ----

    /// What the variables of all live scopes take.
    long variableBytes() {
        return root.variableBytes();
    }

    Environment environment() {
        return environment;
    }

    Instant now() {
        return environment.scheduler().now();
    }

    /// Whether what is aborted now is to go on without this execution.
    boolean isSuspending() {
        return suspending;
    }

    /// Queues a step; it is done after the present one.
    void later(Runnable step) {
        steps.add(step);
    }

    /// Does a step that comes from outside: a timer, a task, a caller.
    void perform(Runnable step) {
        steps.add(step);
        drain();
    }

    /// Appends an event.
    ///
    /// @return its id
    /// @throws Ended if the history has no room for it; the execution has then failed
    long append(
            Branch branch, String type, Events.Details details, long previous, ObjectNode note) {
        if (history.isFull() && !type.startsWith("Execution")) {
            finish(
                    "ExecutionFailed",
                    Events.executionEnded(
                            "Failed",
                            ErrorNames.RUNTIME,
                            "The execution reached the maximum number of history events (25000)."));
            throw new Ended();
        }
        return history.append(branch.path(), type, details, previous, note).id();
    }

    void note(Branch branch, ObjectNode note) {
        history.note(branch.path(), note);
    }

    void succeed(JsonNode output) {
        finish("ExecutionSucceeded", Events.executionSucceeded(output.toString()));
    }

    void fail(StateFailure failure) {
        finish(
                "ExecutionFailed",
                Events.executionEnded("Failed", failure.error(), failure.cause()));
    }

    private void timeOut() {
        finish("ExecutionTimedOut", Events.executionEnded("TimedOut", ErrorNames.TIMEOUT, null));
    }

    private void finish(String type, Events.Details details) {
        if (over) {
            return;
        }
        long previous = history.isFull() ? history.lastId() : root.previous();
        HistoryEvent event = history.append("", type, details, previous, EventHistory.NO_NOTE);
        history.force();
        over = true;
        root.abort();
        cancelTimeout();
        history.close();
        ExecutionResult result = ExecutionResult.of(event);
        environment.scheduler().run(() -> environment.onEnd().accept(info, result));
    }

    private void cancelTimeout() {
        if (timeout != null) {
            timeout.cancel();
        }
    }

    private void drain() {
        while (!steps.isEmpty()) {
            lock.lock();
            try {
                doNext();
                if (restoring && steps.isEmpty()) {
                    restored();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void doNext() {
        try {
            Runnable step = steps.poll();
            if (step != null && !over) {
                step.run();
            }
        } catch (Ended e) {
            steps.clear();
        } catch (UncheckedIOException e) {
            pause(e);
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    /// All that is waited for is so again: what else was begun and not stopped is stopped now.
    private void restored() {
        restoring = false;
        if (!suspending) {
            environment.tasks().stopAbandoned(info.arn()::equals);
            environment.mapRuns().abortAbandoned(info.arn());
        }
    }

    private void broken(RuntimeException defect) {
        try {
            fail(StateFailure.of(ErrorNames.RUNTIME, "Internal error: " + defect));
        } catch (UncheckedIOException e) {
            pause(e);
        }
    }

    /// Thrown to leave a step of an execution that has just ended.
    private static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Ended() {
            super("The execution has ended", null, false, false);
        }
    }
}
