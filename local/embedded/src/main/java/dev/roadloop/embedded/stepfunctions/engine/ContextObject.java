package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// `$states.context`; see AWS, "Accessing execution data from the Context object".
final class ContextObject {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private ContextObject() {}

    static ObjectNode of(StateRun run, @Nullable String taskToken) {
        ExecutionInfo info = run.branch().execution().info();
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        ObjectNode execution = context.putObject("Execution");
        execution.put("Id", info.arn());
        execution.set("Input", info.input());
        execution.put("StartTime", time(info.startTime()));
        execution.put("Name", info.name());
        execution.put("RoleArn", info.roleArn());
        execution.put("RedriveCount", info.redriveCount());
        if (info.redriveTime() != null) {
            execution.put("RedriveTime", time(info.redriveTime()));
        }
        context.putObject("StateMachine")
                .put("Id", info.machineArn())
                .put("Name", info.machineName());
        context.putObject("State")
                .put("Name", run.state().name())
                .put("EnteredTime", time(run.enteredTime()))
                .put("RetryCount", run.retryCount());
        if (taskToken != null) {
            context.putObject("Task").put("Token", taskToken);
        }
        JsonNode map = run.branch().mapContext();
        if (map != null) {
            context.set("Map", map);
        }
        return context;
    }

    static String time(Instant instant) {
        return TIME.format(instant);
    }
}
