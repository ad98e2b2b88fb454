package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/// What a caller sends to a task that waits for a token.
public sealed interface TaskAnswer {

    /// `SendTaskSuccess`.
    record Success(JsonNode output) implements TaskAnswer {}

    /// `SendTaskFailure`.
    record Failure(@Nullable String error, @Nullable String cause) implements TaskAnswer {}

    /// `SendTaskHeartbeat`.
    record Heartbeat() implements TaskAnswer {}
}
