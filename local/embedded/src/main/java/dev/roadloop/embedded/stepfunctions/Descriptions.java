package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Executions as the API and the events describe them.
final class Descriptions {

    private Descriptions() {}

    static ObjectNode listed(ExecutionRecord execution) {
        ObjectNode json =
                Input.object()
                        .put("executionArn", execution.arn())
                        .put("stateMachineArn", execution.machineArn())
                        .put("name", execution.name())
                        .put("status", execution.status())
                        .put("startDate", Input.seconds(execution.started()))
                        .put("redriveCount", execution.redriveCount());
        if (execution.stopped() != null) {
            json.put("stopDate", Input.seconds(execution.stopped()));
        }
        if (execution.redriven() != null) {
            json.put("redriveDate", Input.seconds(execution.redriven()));
        }
        if (execution.mapRunArn() != null) {
            json.put("mapRunArn", execution.mapRunArn());
        }
        return json;
    }

    static ObjectNode described(
            ExecutionRecord execution,
            JsonNode input,
            @Nullable ExecutionResult result,
            Instant now) {
        ObjectNode json = listed(execution).put("input", input.toString());
        json.putObject("inputDetails").put("included", true);
        if (result != null) {
            json.put("status", result.status()).put("stopDate", Input.seconds(result.stopTime()));
            payloads(json, result);
        }
        redrive(json, execution, result, now);
        return json;
    }

    private static void redrive(
            ObjectNode json,
            ExecutionRecord execution,
            @Nullable ExecutionResult result,
            Instant now) {
        Optional<String> obstacle = RedriveRules.obstacle(result, execution.redriveCount(), now);
        String redrivable = execution.mapRunArn() == null ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN";
        json.put("redriveStatus", obstacle.isEmpty() ? redrivable : "NOT_REDRIVABLE");
        obstacle.ifPresent(reason -> json.put("redriveStatusReason", reason));
    }

    static ObjectNode statusChange(
            ExecutionRecord execution, JsonNode input, @Nullable ExecutionResult result) {
        ObjectNode json =
                Input.object()
                        .put("executionArn", execution.arn())
                        .put("stateMachineArn", execution.machineArn())
                        .put("name", execution.name())
                        .put("status", execution.status())
                        .put("startDate", execution.started().toEpochMilli())
                        .put("input", input.toString())
                        .put("redriveCount", execution.redriveCount());
        json.putObject("inputDetails").put("included", true);
        for (String absent :
                new String[] {
                    "stopDate",
                    "output",
                    "stateMachineVersionArn",
                    "stateMachineAliasArn",
                    "redriveDate",
                    "redriveStatusReason",
                    "error",
                    "cause"
                }) {
            json.putNull(absent);
        }
        if (execution.redriven() != null) {
            json.put("redriveDate", execution.redriven().toEpochMilli());
        }
        if (result != null) {
            json.put("stopDate", result.stopTime().toEpochMilli());
            payloads(json, result);
        }
        Instant now = result == null ? execution.started() : result.stopTime();
        redrive(json, execution, result, now);
        return json;
    }

    private static void payloads(ObjectNode json, ExecutionResult result) {
        if (result.output() != null) {
            json.put("output", result.output());
            json.putObject("outputDetails").put("included", true);
        }
        if (result.error() != null) {
            json.put("error", result.error());
        }
        if (result.cause() != null) {
            json.put("cause", result.cause());
        }
    }
}
