package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The details of AWS's history events.
final class Events {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Events() {}

    /// Details under their field of the event; an empty name for a type without details.
    record Details(String name, ObjectNode fields) {}

    static final Details NONE = new Details("", NODES.objectNode());

    static Details executionStarted(ExecutionInfo info) {
        ObjectNode fields = payload("input", info.input().toString());
        return new Details("executionStartedEventDetails", fields.put("roleArn", info.roleArn()));
    }

    static Details executionSucceeded(String output) {
        return new Details("executionSucceededEventDetails", payload("output", output));
    }

    static Details executionEnded(String kind, @Nullable String error, @Nullable String cause) {
        return new Details("execution" + kind + "EventDetails", error(error, cause));
    }

    static Details redriven(int count) {
        return new Details(
                "executionRedrivenEventDetails", NODES.objectNode().put("redriveCount", count));
    }

    static Details entered(String name, String input) {
        return new Details("stateEnteredEventDetails", payload("input", input).put("name", name));
    }

    static Details exited(String name, String output, Map<String, JsonNode> assigned) {
        ObjectNode fields = payload("output", output).put("name", name);
        if (!assigned.isEmpty()) {
            ObjectNode variables = fields.putObject("assignedVariables");
            assigned.forEach((variable, value) -> variables.put(variable, value.toString()));
            fields.putObject("assignedVariablesDetails").put("truncated", false);
        }
        return new Details("stateExitedEventDetails", fields);
    }

    static Details evaluationFailed(String state, StateFailure failure) {
        ObjectNode fields = error(failure.error(), failure.cause()).put("state", state);
        if (failure.location() != null) {
            fields.put("location", failure.location());
        }
        return new Details("evaluationFailedEventDetails", fields);
    }

    static Details iteration(String kind, String map, int index) {
        return new Details(
                "mapIteration" + kind + "EventDetails",
                NODES.objectNode().put("name", map).put("index", index));
    }

    static Details mapStarted(int length) {
        return new Details("mapStateStartedEventDetails", NODES.objectNode().put("length", length));
    }

    static Details mapRunStarted(String arn) {
        return new Details("mapRunStartedEventDetails", NODES.objectNode().put("mapRunArn", arn));
    }

    static Details mapRunRedriven(String arn, int count) {
        return new Details(
                "mapRunRedrivenEventDetails",
                NODES.objectNode().put("mapRunArn", arn).put("redriveCount", count));
    }

    static Details mapRunFailed(@Nullable String error, @Nullable String cause) {
        return new Details("mapRunFailedEventDetails", error(error, cause));
    }

    static ObjectNode error(@Nullable String error, @Nullable String cause) {
        ObjectNode fields = NODES.objectNode();
        if (error != null) {
            fields.put("error", error);
        }
        if (cause != null) {
            fields.put("cause", cause);
        }
        return fields;
    }

    static ObjectNode payload(String field, String json) {
        ObjectNode fields = NODES.objectNode().put(field, json);
        fields.putObject(field + "Details").put("truncated", false);
        return fields;
    }
}
