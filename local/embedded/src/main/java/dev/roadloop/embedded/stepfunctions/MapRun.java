package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Machine;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import dev.roadloop.embedded.stepfunctions.integration.TaskError;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One map run. Children have names made from their position, so that a restart neither loses nor
/// repeats one.
final class MapRun {

    private static final System.Logger LOG = System.getLogger(MapRun.class.getName());

    private final MapRunFile file;
    private final MapRunExecutions runs;
    private final Map<String, Integer> running = new HashMap<>();
    private MapRunLimits limits;
    private MapRuns.@Nullable Request request;
    private MapRuns.@Nullable Listener listener;
    private int next;
    private long failedItems;

    MapRun(MapRunFile file, MapRunExecutions runs) {
        this.file = file;
        this.runs = runs;
        this.limits = MapRunLimits.of(file.head());
    }

    MapRunFile file() {
        return file;
    }

    /// Starts the children, or those that a restart or a redrive leaves to be started.
    void start(MapRuns.Request what, MapRuns.Listener ear) {
        try {
            Optional<TaskError> obstacle = new MapRunStart(file, runs.caller()).obstacle(what, ear);
            if (obstacle.isPresent()) {
                file.ended("FAILED", runs.scheduler().now());
                ear.failed(obstacle.get());
                return;
            }
        } catch (UncheckedIOException e) {
            runs.scheduler().later(() -> start(what, ear));
            return;
        }
        synchronized (this) {
            request = what;
            listener = ear;
            next = 0;
            failedItems = 0;
            running.clear();
            try {
                int redrives = what.parent().redriveCount();
                if (redrives > file.parentRedrives()) {
                    redriveFailed();
                    file.redriven(redrives);
                }
            } catch (UncheckedIOException e) {
                runs.scheduler().later(() -> start(what, ear));
                return;
            }
        }
        proceed();
    }

    /// Tells the listener nothing more: its execution was suspended, and starts this again.
    synchronized void leave() {
        listener = null;
    }

    private void redriveFailed() {
        for (int i = 0; i < file.size(); i++) {
            runs.executions()
                    .store()
                    .find(childArn(i))
                    .ifPresent(child -> {
                        if (runs.executions().redriveObstacle(child).isEmpty()) {
                            runs.executions().redrive(child);
                        }
                    });
        }
    }

    void childEnded(String arn) {
        boolean mine;
        synchronized (this) {
            Integer index = running.remove(arn);
            mine = index != null;
            if (index != null) {
                count(index, runs.executions().store().get(arn).status());
            }
        }
        if (mine) {
            proceed();
        }
    }

    private void count(int index, String status) {
        if (!status.equals("SUCCEEDED")) {
            failedItems += file.items(index);
        }
    }

    private synchronized void proceed() {
        MapRuns.Listener ear = listener;
        MapRuns.Request what = request;
        if (ear == null || what == null) {
            return;
        }
        try {
            proceed(what, ear);
        } catch (UncheckedIOException e) {
            // No space: what was not started or recorded now is so later.
            runs.scheduler().later(this::proceed);
        }
    }

    private void proceed(MapRuns.Request what, MapRuns.Listener ear) {
        if (exceeded()) {
            giveUp(what, ear);
            return;
        }
        while (next < file.size() && running.size() < limits.atATime() && !exceeded()) {
            startChild(next, what);
            next++;
        }
        if (exceeded()) {
            proceed(what, ear);
        } else if (next == file.size() && running.isEmpty()) {
            finish(what, ear);
        }
    }

    /// Stops the children, and fails once they have ended.
    private void giveUp(MapRuns.Request what, MapRuns.Listener ear) {
        adoptRunning();
        if (!running.isEmpty()) {
            stopRunning();
            return;
        }
        try {
            if (what.writerArguments() != null) {
                new ResultFiles(runs.caller(), what, this).write();
            }
        } catch (ApiException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the results of the failed map run {0} are not written: {1}",
                    file.arn(),
                    e.getMessage());
        }
        end("FAILED");
        ear.failed(
                new TaskError(
                        ErrorNames.TOLERANCE,
                        "The specified tolerated failure threshold was exceeded"));
    }

    /// Counts children as its own that were started before a restart and not looked at since.
    private void adoptRunning() {
        for (; next < file.size(); next++) {
            int index = next;
            findChild(index)
                    .filter(ExecutionRecord::isRunning)
                    .ifPresent(child -> running.put(child.arn(), index));
        }
    }

    private boolean exceeded() {
        return limits.areExceeded(failedItems, file.items());
    }

    private void startChild(int index, MapRuns.Request what) {
        String arn = childArn(index);
        MachineRecord machine = runs.machines().revision(file.revisionId());
        ExecutionRecord child =
                runs.executions()
                        .start(
                                machine,
                                new Machine(what.map().processor(), OptionalLong.empty()),
                                arn,
                                arn.substring(arn.lastIndexOf(':') + 1),
                                file.input(index),
                                file.arn());
        if (child.status().equals("RUNNING")) {
            running.put(arn, index);
        } else {
            count(index, child.status());
        }
    }

    String childArn(int index) {
        return file.childArn(index);
    }

    private void finish(MapRuns.Request what, MapRuns.Listener ear) {
        try {
            JsonNode output = output(what);
            end("SUCCEEDED");
            ear.succeeded(output);
        } catch (ApiException e) {
            end("FAILED");
            ear.failed(new TaskError(ErrorNames.RESULT_WRITER, String.valueOf(e.getMessage())));
        }
    }

    private JsonNode output(MapRuns.Request what) {
        State.Distributed distributed = what.map().distributed();
        if (distributed == null || distributed.writer() == null) {
            return outputs();
        }
        ResultFiles results = new ResultFiles(runs.caller(), what, this);
        return what.writerArguments() == null ? results.output() : results.write();
    }

    /// The outputs of the children that succeeded, in the order of their items.
    private JsonNode outputs() {
        ArrayNode outputs = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < file.size(); i++) {
            findChild(i)
                    .flatMap(this::resultOf)
                    .map(ExecutionResult::output)
                    .ifPresent(output -> outputs.add(Input.json(output, "InvalidOutput")));
        }
        return outputs;
    }

    Optional<ExecutionRecord> findChild(int index) {
        return runs.executions().store().find(childArn(index));
    }

    Optional<ExecutionResult> resultOf(ExecutionRecord child) {
        return runs.executions().journals().resultOf(child.arn());
    }

    private void end(String status) {
        file.ended(status, runs.scheduler().now());
        listener = null;
        stopRunning();
        running.clear();
    }

    private void stopRunning() {
        Set.copyOf(running.keySet())
                .forEach(
                        arn -> runs.scheduler().run(() -> runs.executions().stop(arn, null, null)));
    }

    /// @param redrives how often the parent had been redriven when it gave this up
    synchronized void abort(int redrives) {
        if (file.status().equals("RUNNING") && file.parentRedrives() <= redrives) {
            end("ABORTED");
        }
    }

    synchronized void update(JsonNode input) {
        limits = limits.updated(input);
    }

    ObjectNode listed() {
        return MapRunView.listed(file);
    }

    synchronized ObjectNode describe() {
        return MapRunView.described(
                file,
                limits,
                IntStream.range(0, file.size())
                        .mapToObj(i -> findChild(i).map(ExecutionRecord::status).orElse("PENDING"))
                        .toList(),
                file.head().path("writes").asBoolean()
                        && (file.status().equals("SUCCEEDED") || file.status().equals("FAILED")));
    }
}
