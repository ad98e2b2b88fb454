package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import dev.roadloop.embedded.stepfunctions.integration.ApiTaskRunner;
import dev.roadloop.embedded.stepfunctions.integration.TaskRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;

/// AWS Step Functions, JSONata dialect, for the embedded mode. Open it, create or update the
/// machines, and call [#resume] once every service that tasks call is up.
///
/// Every accepted start and every answer to a task token is on disk before the caller hears of it.
/// After a kill, running executions go on from their journals: states that were left are not run
/// again; waits and retries end when they would have; a job that was submitted is watched again, or
/// stopped if nobody waits for it any more; a call whose answer was not recorded is made again.
public final class StepFunctions implements AwsApi, AutoCloseable {

    private final Scheduler scheduler;
    private final TaskRunner tasks;
    private final MachineStore machines;
    private final ExecutionStore store;
    private final Executions executions;
    private final MapRunExecutions mapRuns;
    private final MachineApi machineApi;
    private final ExecutionApi executionApi;

    StepFunctions(
            Path directory,
            Scheduler scheduler,
            TaskRunner tasks,
            ApiCaller caller,
            String region,
            String account,
            StatusListener listener) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not create " + directory, e);
        }
        String arnPrefix = "arn:aws:states:" + region + ":" + account + ":";
        this.scheduler = scheduler;
        this.tasks = tasks;
        this.machines = new MachineStore(directory.resolve("machines.log"));
        this.store = new ExecutionStore(directory);
        this.mapRuns =
                new MapRunExecutions(
                        directory.resolve("map-runs"), machines, scheduler, caller, arnPrefix);
        this.executions =
                new Executions(
                        store,
                        machines,
                        mapRuns::machineOf,
                        scheduler,
                        tasks,
                        mapRuns::on,
                        listener);
        this.machineApi = new MachineApi(machines, executions, arnPrefix);
        this.executionApi = new ExecutionApi(machines, executions, mapRuns, arnPrefix);
    }

    /// Opens the service with its state in `directory`.
    ///
    /// @param caller makes the calls of tasks, as the role of their machine
    /// @param account twelve digits
    /// @param listener hears of status changes, from the first [#resume] or start on
    public static StepFunctions open(
            Path directory,
            Clock clock,
            ApiCaller caller,
            String region,
            String account,
            StatusListener listener) {
        return open(directory, Scheduler.system(clock), caller, region, account, listener);
    }

    /// The same with a time of its own.
    ///
    /// @param scheduler closed with the service
    public static StepFunctions open(
            Path directory,
            Scheduler scheduler,
            ApiCaller caller,
            String region,
            String account,
            StatusListener listener) {
        return new StepFunctions(
                directory,
                scheduler,
                new ApiTaskRunner(caller, scheduler, directory.resolve("jobs.journal")),
                caller,
                region,
                account,
                listener);
    }

    /// Goes on with the executions that were running when the process ended.
    public void resume() {
        executions.resume();
        mapRuns.abortOrphans();
    }

    @Override
    public String service() {
        return "states";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return machineApi
                .call(action, input)
                .or(() -> executionApi.call(action, input))
                .or(() -> mapRuns.call(action, input))
                .orElseThrow(() ->
                        new ApiException(
                                "UnknownOperationException",
                                400,
                                "The embedded Step Functions has no action " + action));
    }

    /// Stops working; running executions go on when the directory is opened again.
    @Override
    public void close() {
        executions.close();
        scheduler.close();
        tasks.close();
        machines.close();
        store.close();
    }
}
