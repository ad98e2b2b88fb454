package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.Machine;
import dev.roadloop.embedded.stepfunctions.engine.Environment;
import dev.roadloop.embedded.stepfunctions.engine.Execution;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionInfo;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import dev.roadloop.embedded.stepfunctions.engine.TaskAnswer;
import dev.roadloop.embedded.stepfunctions.engine.TaskToken;
import dev.roadloop.embedded.stepfunctions.integration.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Starts, resumes and ends executions, and keeps the running ones.
///
/// When the disk is full, starts, stops and answers are refused, and running executions pause: each
/// goes on from its journal, as after a kill, once there is space.
final class Executions implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Executions.class.getName());

    private final ExecutionStore store;
    private final ExecutionJournals journals;
    private final Function<ExecutionRecord, Machine> compiled;
    private final Environment environment;
    private final StatusChanges changes;
    private final Map<String, Execution> live = new ConcurrentHashMap<>();

    /// @param compiled finds what an execution runs
    /// @param mapRuns made with this, since map runs start executions
    Executions(
            ExecutionStore store,
            MachineStore machines,
            Function<ExecutionRecord, Machine> compiled,
            Scheduler scheduler,
            TaskRunner tasks,
            Function<Executions, MapRuns> mapRuns,
            StatusListener listener) {
        this.store = store;
        this.journals = new ExecutionJournals(store, machines);
        this.compiled = compiled;
        this.changes = new StatusChanges(store, journals, listener, scheduler);
        this.environment =
                new Environment(
                        scheduler,
                        tasks,
                        new Random(),
                        mapRuns.apply(this),
                        this::ended,
                        this::paused);
    }

    ExecutionStore store() {
        return store;
    }

    ExecutionJournals journals() {
        return journals;
    }

    Instant now() {
        return environment.scheduler().now();
    }

    /// Starts an execution of `machine`, on disk when this returns.
    ///
    /// @param mapRunArn the map run that starts it, null for any other
    /// @throws ApiException `ExecutionAlreadyExists` unless a running one has the same input
    synchronized ExecutionRecord start(
            MachineRecord machine,
            Machine compiled,
            String arn,
            String name,
            JsonNode input,
            @Nullable String mapRunArn) {
        Optional<ExecutionRecord> existing = store.find(arn);
        if (existing.isPresent()) {
            ExecutionRecord known = existing.get();
            if (mapRunArn != null || (known.isRunning() && journals.inputOf(known).equals(input))) {
                return known;
            }
            throw new ApiException(
                    "ExecutionAlreadyExists", 400, "Execution Already Exists: '" + arn + "'");
        }
        ExecutionRecord execution =
                new ExecutionRecord(
                        arn,
                        name,
                        machine.arn(),
                        machine.revisionId(),
                        now(),
                        "RUNNING",
                        null,
                        0,
                        null,
                        mapRunArn,
                        mapRunArn != null);
        Path journal = store.journal(arn);
        try {
            Files.deleteIfExists(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not remove the journal of a start that was not acknowledged: " + journal,
                    e);
        }
        Execution running =
                Execution.start(
                        ExecutionJournals.info(execution, machine, input),
                        compiled,
                        environment,
                        journal);
        try {
            store.put(execution);
        } catch (UncheckedIOException e) {
            running.suspend();
            throw e;
        }
        live.put(arn, running);
        environment.scheduler().run(running::run);
        changes.announce(execution, null);
        return execution;
    }

    /// Takes up whatever had not ended when the process did.
    void resume() {
        long from = 0;
        do {
            ExecutionStore.Page page = store.list(e -> e.isRunning() || !e.told(), from, 1000);
            for (ExecutionRecord execution : page.executions()) {
                if (!execution.told()) {
                    changes.announce(execution, journals.resultOf(execution.arn()).orElse(null));
                }
                if (execution.isRunning()) {
                    resume(execution);
                }
            }
            from = page.next();
        } while (from > 0);
        environment.tasks().stopAbandoned(arn -> !live.containsKey(arn));
    }

    private void resume(ExecutionRecord execution) {
        ExecutionInfo info = journals.info(execution);
        if (endedAsJournalSays(info)) {
            return;
        }
        Execution running =
                Execution.resume(
                        info,
                        compiled.apply(execution),
                        environment,
                        store.journal(execution.arn()));
        live.put(execution.arn(), running);
        environment.scheduler().run(running::run);
    }

    /// An execution found no space for what it does.
    private void paused(ExecutionInfo info, UncheckedIOException reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "execution " + info.arn() + " pauses until there is space: " + reason.getMessage());
        environment.scheduler().later(() -> goOn(info.arn()));
    }

    private void goOn(String arn) {
        synchronized (this) {
            Execution execution = live.get(arn);
            if (execution == null || !execution.isPaused()) {
                return;
            }
            ExecutionRecord record = store.get(arn);
            try {
                // Written to see whether there is space, before anything is done that could not be
                // recorded.
                store.put(record);
                resume(record);
                return;
            } catch (UncheckedIOException e) {
                LOG.log(System.Logger.Level.DEBUG, "{0} pauses still: {1}", arn, e.getMessage());
            }
        }
        environment.scheduler().later(() -> goOn(arn));
    }

    /// Why an execution may not be redriven; empty if it may.
    Optional<String> redriveObstacle(ExecutionRecord execution) {
        return RedriveRules.obstacle(
                journals.resultOf(execution.arn()).orElse(null), execution.redriveCount(), now());
    }

    /// Runs a failed execution again from where it failed.
    synchronized ExecutionRecord redrive(ExecutionRecord execution) {
        ExecutionRecord again = execution.redrivenAt(now());
        // In this order, so that who dies in between leaves one whose journal has ended.
        store.put(again);
        Execution running =
                Execution.redrive(
                        journals.info(again),
                        compiled.apply(again),
                        environment,
                        store.journal(again.arn()));
        live.put(again.arn(), running);
        environment.scheduler().run(running::run);
        changes.announce(again, null);
        return again;
    }

    /// Ends a running execution; does nothing to one that has ended.
    ///
    /// @throws UncheckedIOException if there is no space to record it: the execution is not stopped
    void stop(String arn, @Nullable String error, @Nullable String cause) {
        Execution running = live.get(arn);
        if (running != null) {
            running.stop(error, cause);
            if (!endedAsJournalSays(running.info()) && running.isPaused()) {
                throw running.noSpace();
            }
        }
    }

    /// Delivers an answer; false if no task waits for the token.
    boolean answer(String token, TaskAnswer answer) {
        return TaskToken.executionOf(token)
                .map(live::get)
                .map(execution -> execution.answer(token, answer))
                .orElse(false);
    }

    /// An execution as its journal has it, which says that it has ended a moment before its record
    /// does: who was told so may redrive it at once.
    ExecutionRecord settled(ExecutionRecord execution) {
        ExecutionInfo info;
        Optional<ExecutionResult> result;
        synchronized (this) {
            ExecutionRecord known = store.get(execution.arn());
            if (!known.isRunning()) {
                return known;
            }
            info = journals.info(known);
            result = journals.resultOf(known.arn());
        }
        result.ifPresent(end -> ended(info, end));
        return store.get(execution.arn());
    }

    /// Records the end of an execution whose journal has it; false if it has none.
    private boolean endedAsJournalSays(ExecutionInfo info) {
        Optional<ExecutionResult> result = journals.resultOf(info.arn());
        result.ifPresent(end -> ended(info, end));
        return result.isPresent();
    }

    private void ended(ExecutionInfo info, ExecutionResult result) {
        ExecutionRecord ended;
        synchronized (this) {
            ExecutionRecord execution = store.get(info.arn());
            if (!execution.isRunning() || execution.redriveCount() != info.redriveCount()) {
                return;
            }
            ended = execution.ended(result.status(), result.stopTime());
            try {
                store.put(ended);
            } catch (UncheckedIOException e) {
                environment.scheduler().later(() -> ended(info, result));
                return;
            }
            live.remove(info.arn());
        }
        changes.announce(ended, result);
        environment.mapRuns().childEnded(ended.arn(), ended.mapRunArn());
    }

    @Override
    public void close() {
        live.values().forEach(Execution::suspend);
        live.clear();
    }
}
