package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is fixed when an execution starts or is redriven.
///
/// @param input the input as JSON
/// @param redriveTime when it was last redriven, null if it was not
/// @param mapRunArn the map run that started it, null for any other execution
public record ExecutionInfo(
        String arn,
        String name,
        String machineArn,
        String machineName,
        String roleArn,
        JsonNode input,
        Instant startTime,
        int redriveCount,
        @Nullable Instant redriveTime,
        @Nullable String mapRunArn) {

    /// Whom the execution's calls are made as.
    public Principal principal() {
        return new Principal(roleArn);
    }
}
