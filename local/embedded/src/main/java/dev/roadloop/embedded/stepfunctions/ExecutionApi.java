package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.engine.TaskAnswer;
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import dev.roadloop.embedded.stepfunctions.history.Journal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/// The calls about executions and their tasks.
final class ExecutionApi {

    private final MachineStore machines;
    private final Executions executions;
    private final MapRunExecutions mapRuns;
    private final String arnPrefix;

    ExecutionApi(
            MachineStore machines,
            Executions executions,
            MapRunExecutions mapRuns,
            String arnPrefix) {
        this.machines = machines;
        this.executions = executions;
        this.mapRuns = mapRuns;
        this.arnPrefix = arnPrefix;
    }

    Optional<JsonNode> call(String action, JsonNode input) {
        return Optional.ofNullable(
                switch (action) {
                    case "StartExecution" -> start(input);
                    case "StartSyncExecution" -> throw notSync(input);
                    case "CreateActivity", "GetActivityTask" -> throw noActivities(action);
                    case "DescribeExecution" -> describe(execution(input));
                    case "ListExecutions" -> list(input);
                    case "GetExecutionHistory" -> history(input);
                    case "StopExecution" -> stop(input);
                    case "RedriveExecution" -> redrive(execution(input));
                    case "SendTaskSuccess" ->
                            answer(
                                    input,
                                    new TaskAnswer.Success(
                                            Input.json(
                                                    Input.required(input, "output"),
                                                    "InvalidOutput")));
                    case "SendTaskFailure" ->
                            answer(
                                    input,
                                    new TaskAnswer.Failure(
                                            Input.optional(input, "error"),
                                            Input.optional(input, "cause")));
                    case "SendTaskHeartbeat" -> answer(input, new TaskAnswer.Heartbeat());
                    default -> null;
                });
    }

    /// Executions here are durable and have a history: AWS waits for express ones only.
    private ApiException notSync(JsonNode input) {
        MachineRecord machine = machines.get(Input.required(input, "stateMachineArn"));
        return new ApiException(
                "StateMachineTypeNotSupported",
                400,
                "StartSyncExecution needs an EXPRESS state machine, and every machine of the embedded mode runs as a STANDARD one, as '%s' of type %s does: use StartExecution and DescribeExecution"
                        .formatted(machine.arn(), machine.type()));
    }

    private static ApiException noActivities(String action) {
        return new ApiException(
                "UnsupportedOperationException",
                400,
                "The embedded Step Functions has no activities, so no "
                        + action
                        + ": let a .waitForTaskToken task send its token to the worker, by SQS for"
                        + " instance");
    }

    private ExecutionRecord execution(JsonNode input) {
        return executions.store().get(Input.required(input, "executionArn"));
    }

    private JsonNode start(JsonNode input) {
        MachineRecord machine = machines.get(Input.required(input, "stateMachineArn"));
        String name =
                input.hasNonNull("name")
                        ? Input.name(Input.required(input, "name"))
                        : UUID.randomUUID().toString();
        JsonNode payload = Input.json(input.path("input").asText("{}"), "InvalidExecutionInput");
        String arn = arnPrefix + "execution:" + machine.name() + ":" + name;
        ExecutionRecord started =
                executions.start(
                        machine, machines.compiled(machine.revisionId()), arn, name, payload, null);
        return Input.object()
                .put("executionArn", started.arn())
                .put("startDate", Input.seconds(started.started()));
    }

    private JsonNode describe(ExecutionRecord execution) {
        return Descriptions.described(
                execution,
                executions.journals().inputOf(execution),
                executions.journals().resultOf(execution.arn()).orElse(null),
                executions.now());
    }

    private JsonNode list(JsonNode input) {
        String machine = Input.optional(input, "stateMachineArn");
        String mapRun = Input.optional(input, "mapRunArn");
        String status = Input.optional(input, "statusFilter");
        if ((machine == null) == (mapRun == null)) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Exactly one of stateMachineArn and mapRunArn must be given");
        }
        if (machine != null) {
            machines.get(machine);
        }
        Predicate<ExecutionRecord> wanted =
                execution ->
                        machine == null
                                ? mapRun.equals(execution.mapRunArn())
                                : execution.machineArn().equals(machine)
                                        && execution.mapRunArn() == null;
        ExecutionStore.Page page =
                executions
                        .store()
                        .list(
                                wanted.and(execution ->
                                        status == null || execution.status().equals(status)),
                                Input.token(input),
                                Input.pageSize(input));
        ObjectNode json = Input.object();
        ArrayNode list = json.putArray("executions");
        page.executions().forEach(execution -> list.add(Descriptions.listed(execution)));
        return page.next() > 0 ? json.put("nextToken", String.valueOf(page.next())) : json;
    }

    private JsonNode history(JsonNode input) {
        ExecutionRecord execution = execution(input);
        boolean reverse = input.path("reverseOrder").asBoolean(false);
        boolean data = input.path("includeExecutionData").asBoolean(true);
        long token = Input.token(input);
        Journal.Page page =
                Journal.page(
                        executions.store().journal(execution.arn()),
                        token == 0 ? Optional.empty() : Optional.of(token),
                        Input.pageSize(input),
                        reverse);
        ObjectNode json = Input.object();
        ArrayNode events = json.putArray("events");
        for (HistoryEvent event : page.events()) {
            ObjectNode shown = event.toJson();
            if (!data && shown.get(event.detailsName()) instanceof ObjectNode details) {
                details.remove(List.of("input", "output", "parameters", "assignedVariables"));
            }
            events.add(shown);
        }
        page.next().ifPresent(next -> json.put("nextToken", String.valueOf(next)));
        return json;
    }

    private JsonNode stop(JsonNode input) {
        ExecutionRecord execution = execution(input);
        executions.stop(
                execution.arn(), Input.optional(input, "error"), Input.optional(input, "cause"));
        ExecutionRecord stopped = executions.store().get(execution.arn());
        return Input.object()
                .put(
                        "stopDate",
                        Input.seconds(
                                stopped.stopped() == null ? executions.now() : stopped.stopped()));
    }

    private JsonNode redrive(ExecutionRecord found) {
        ExecutionRecord execution = executions.settled(found);
        executions
                .redriveObstacle(execution)
                .ifPresent(obstacle -> notRedrivable(execution, obstacle));
        if (execution.mapRunArn() != null) {
            notRedrivable(
                    execution, "Execution is the child of a map run; redrive the parent of that");
        }
        ExecutionRecord again = executions.redrive(execution);
        return Input.object()
                .put(
                        "redriveDate",
                        Input.seconds(
                                again.redriven() == null ? executions.now() : again.redriven()));
    }

    private static void notRedrivable(ExecutionRecord execution, String obstacle) {
        throw new ApiException(
                "ExecutionNotRedrivable", 400, obstacle + ": '" + execution.arn() + "'");
    }

    private JsonNode answer(JsonNode input, TaskAnswer answer) {
        if (!executions.answer(Input.required(input, "taskToken"), answer)) {
            throw new ApiException(
                    "TaskTimedOut", 400, "Task Timed Out: 'Provided task does not exist anymore'");
        }
        return Input.object();
    }
}
