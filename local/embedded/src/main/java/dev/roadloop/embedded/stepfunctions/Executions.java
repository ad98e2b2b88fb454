package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import dev.roadloop.embedded.stepfunctions.history.Journal;
import dev.roadloop.embedded.stepfunctions.integration.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Starts, resumes and ends executions, and keeps the running ones.
final class Executions implements AutoCloseable {

    private final ExecutionStore store;
    private final MachineStore machines;
    private final Environment environment;
    private final StatusListener listener;
    private final Map<String, Execution> live = new ConcurrentHashMap<>();

    /// @param mapRuns made with this, since map runs start executions
    Executions(
            ExecutionStore store,
            MachineStore machines,
            Scheduler scheduler,
            TaskRunner tasks,
            Function<Executions, MapRuns> mapRuns,
            StatusListener listener) {
        this.store = store;
        this.machines = machines;
        this.listener = listener;
        this.environment =
                new Environment(
                        scheduler,
                        tasks,
                        ThreadLocalRandom.current(),
                        mapRuns.apply(this),
                        this::ended);
    }

    ExecutionStore store() {
        return store;
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
            if (mapRunArn != null
                    || (known.status().equals("RUNNING") && inputOf(known).equals(input))) {
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
                        mapRunArn);
        Path journal = store.journal(arn);
        try {
            Files.deleteIfExists(journal);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Could not remove the journal of a start that was not acknowledged: " + journal,
                    e);
        }
        Execution running =
                Execution.start(info(execution, machine, input), compiled, environment, journal);
        store.put(execution);
        live.put(arn, running);
        announce(execution, null);
        environment.scheduler().run(running::run);
        return execution;
    }

    /// Takes up whatever had not ended when the process did.
    void resume(Function<ExecutionRecord, Machine> compiled) {
        long from = 0;
        do {
            ExecutionStore.Page page = store.list(e -> e.status().equals("RUNNING"), from, 1000);
            for (ExecutionRecord execution : page.executions()) {
                resume(execution, compiled.apply(execution));
            }
            from = page.next();
        } while (from > 0);
    }

    private void resume(ExecutionRecord execution, Machine compiled) {
        Path journal = store.journal(execution.arn());
        ExecutionInfo info =
                info(execution, machines.revision(execution.revisionId()), inputOf(execution));
        HistoryEvent last = Journal.last(journal);
        if (last != null && last.isTerminal()) {
            ended(info, ExecutionResult.of(last));
            return;
        }
        Execution running = Execution.resume(info, compiled, environment, journal);
        live.put(execution.arn(), running);
        environment.scheduler().run(running::run);
    }

    /// Runs a failed execution again from where it failed.
    synchronized ExecutionRecord redrive(ExecutionRecord execution, Machine compiled) {
        ExecutionRecord again = execution.redrivenAt(now());
        ExecutionInfo info = info(again, machines.revision(again.revisionId()), inputOf(again));
        Execution running =
                Execution.redrive(info, compiled, environment, store.journal(again.arn()));
        store.put(again);
        live.put(again.arn(), running);
        announce(again, null);
        environment.scheduler().run(running::run);
        return again;
    }

    /// Ends a running execution; does nothing to one that has ended.
    void stop(String arn, @Nullable String error, @Nullable String cause) {
        Execution running = live.get(arn);
        if (running != null) {
            running.stop(error, cause);
            HistoryEvent last = Journal.last(store.journal(arn));
            if (last != null && last.isTerminal()) {
                ended(running.info(), ExecutionResult.of(last));
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

    JsonNode inputOf(ExecutionRecord execution) {
        HistoryEvent first =
                Journal.page(store.journal(execution.arn()), Optional.empty(), 1, false)
                        .events()
                        .getFirst();
        return Input.json(first.details().get("input").textValue(), "InvalidExecutionInput");
    }

    /// How an execution ended; empty while it runs.
    Optional<ExecutionResult> resultOf(ExecutionRecord execution) {
        HistoryEvent last = Journal.last(store.journal(execution.arn()));
        return last != null && last.isTerminal()
                ? Optional.of(ExecutionResult.of(last))
                : Optional.empty();
    }

    private ExecutionInfo info(ExecutionRecord execution, MachineRecord machine, JsonNode input) {
        return new ExecutionInfo(
                execution.arn(),
                execution.name(),
                machine.arn(),
                machine.name(),
                machine.roleArn(),
                input,
                execution.started(),
                execution.redriveCount(),
                execution.mapRunArn());
    }

    private void ended(ExecutionInfo info, ExecutionResult result) {
        ExecutionRecord ended;
        synchronized (this) {
            ExecutionRecord execution = store.get(info.arn());
            if (!execution.status().equals("RUNNING")
                    || execution.redriveCount() != info.redriveCount()) {
                return;
            }
            ended = execution.ended(result.status(), result.stopTime());
            store.put(ended);
            live.remove(info.arn());
        }
        announce(ended, result);
        environment.mapRuns().childEnded(ended.arn(), ended.mapRunArn());
    }

    private void announce(ExecutionRecord execution, @Nullable ExecutionResult result) {
        if (execution.mapRunArn() != null) {
            return;
        }
        ObjectNode detail = Descriptions.statusChange(execution, inputOf(execution), result);
        listener.changed(execution.arn(), execution.machineArn(), detail);
    }

    @Override
    public void close() {
        live.values().forEach(Execution::suspend);
        live.clear();
    }
}
