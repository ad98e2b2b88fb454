package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How an execution ended.
///
/// @param status `SUCCEEDED`, `FAILED`, `TIMED_OUT` or `ABORTED`
/// @param events how many events its history has with that end
/// @param output JSON text, null unless it succeeded
public record ExecutionResult(
        String status,
        Instant stopTime,
        long events,
        @Nullable String output,
        @Nullable String error,
        @Nullable String cause) {

    /// Reads the terminal event of a history.
    public static ExecutionResult of(HistoryEvent event) {
        String status =
                switch (event.type()) {
                    case "ExecutionSucceeded" -> "SUCCEEDED";
                    case "ExecutionFailed" -> "FAILED";
                    case "ExecutionTimedOut" -> "TIMED_OUT";
                    case "ExecutionAborted" -> "ABORTED";
                    default ->
                            throw new IllegalArgumentException(
                                    "No execution ends with " + event.type());
                };
        boolean timedOut = status.equals("TIMED_OUT");
        return new ExecutionResult(
                status,
                event.timestamp(),
                event.id(),
                text(event, "output"),
                timedOut ? null : text(event, "error"),
                timedOut ? null : text(event, "cause"));
    }

    private static @Nullable String text(HistoryEvent event, String field) {
        JsonNode value = event.details().get(field);
        return value == null ? null : value.textValue();
    }
}
