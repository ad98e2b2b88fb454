package dev.roadloop.embedded.stepfunctions;

import dev.roadloop.embedded.stepfunctions.engine.Execution;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which executions may be redriven. See AWS, "Restarting state machine executions with redrive".
final class RedriveRules {

    /// From the end of an execution.
    private static final Duration PERIOD = Duration.ofDays(14);

    private static final int MOST_REDRIVES = 1000;

    /// The redrive is an event itself, and one more at least must have room.
    private static final long MOST_EVENTS = Execution.MOST_EVENTS - 2;

    private RedriveRules() {}

    /// Why an execution may not be redriven, as `redriveStatusReason` has it; empty if it may.
    ///
    /// @param end null while it runs
    /// @param redrives how often it was redriven; AWS documents no reason for too many
    static Optional<String> obstacle(@Nullable ExecutionResult end, int redrives, Instant now) {
        String status = end == null ? "RUNNING" : end.status();
        if (end == null || status.equals("SUCCEEDED")) {
            return Optional.of("Execution is %s and cannot be redriven".formatted(status));
        }
        if (end.events() > MOST_EVENTS) {
            return Optional.of("Execution history event limit exceeded");
        }
        if (redrives >= MOST_REDRIVES) {
            return Optional.of("Execution redrive limit exceeded");
        }
        return end.stopTime().plus(PERIOD).isBefore(now)
                ? Optional.of("Execution redrivable period exceeded")
                : Optional.empty();
    }
}
