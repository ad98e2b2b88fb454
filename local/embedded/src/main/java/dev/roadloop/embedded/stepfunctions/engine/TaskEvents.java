package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import org.jspecify.annotations.Nullable;

/// The history events of a Task, which has two families of them: `LambdaFunction…` where the
/// resource is a function's ARN, `Task…` for every other.
final class TaskEvents {

    private static final int REGION = 3;

    private final Branch branch;
    private final Resource resource;
    private final boolean function;

    TaskEvents(Branch branch, Resource resource) {
        this.branch = branch;
        this.resource = resource;
        this.function = resource.answer() == Resource.Answer.FUNCTION;
    }

    /// @param timeout seconds, 0 for none
    /// @param heartbeat seconds, 0 for none
    /// @param note what a restart needs
    void scheduled(
            String arguments,
            long timeout,
            long heartbeat,
            @Nullable String roleArn,
            ObjectNode note) {
        ObjectNode fields;
        if (function) {
            fields = Events.payload("input", arguments).put("resource", resource.arn());
        } else {
            fields =
                    named().put("region", branch.execution().info().arn().split(":")[REGION])
                            .put("parameters", arguments);
        }
        if (timeout > 0) {
            fields.put("timeoutInSeconds", timeout);
        }
        if (heartbeat > 0 && !function) {
            fields.put("heartbeatInSeconds", heartbeat);
        }
        if (roleArn != null) {
            fields.putObject("taskCredentials").put("roleArn", roleArn);
        }
        append("Scheduled", fields, note);
    }

    void started() {
        if (function) {
            branch.append("LambdaFunctionStarted", Events.NONE);
        } else {
            append("Started", named(), JsonNodeFactory.instance.objectNode());
        }
    }

    void submitted(JsonNode output) {
        append("Submitted", payload(output), JsonNodeFactory.instance.objectNode());
    }

    void succeeded(JsonNode output) {
        append("Succeeded", payload(output), JsonNodeFactory.instance.objectNode());
    }

    void failed(StateFailure failure) {
        append("Failed", error(failure), failure.toNote());
    }

    void timedOut(StateFailure failure) {
        append("TimedOut", error(failure), failure.toNote());
    }

    /// Whether `type` is the given stage of either family.
    static boolean is(String type, String stage) {
        return type.equals("Task" + stage) || type.equals("LambdaFunction" + stage);
    }

    private void append(String stage, ObjectNode fields, ObjectNode note) {
        String type = (function ? "LambdaFunction" : "Task") + stage;
        String name = (function ? "lambdaFunction" : "task") + stage + "EventDetails";
        branch.append(type, new Events.Details(name, fields), note);
    }

    private ObjectNode payload(JsonNode output) {
        ObjectNode fields = Events.payload("output", output.toString());
        return function ? fields : fields.setAll(named());
    }

    private ObjectNode error(StateFailure failure) {
        ObjectNode fields = Events.error(failure.error(), failure.cause());
        return function ? fields : fields.setAll(named());
    }

    private ObjectNode named() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resource", resource.historyName())
                .put("resourceType", resource.historyType());
    }
}
