package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.State;
import java.time.Instant;
import java.util.Map;

/// A stay in a Succeed state.
final class SucceedRun extends StateRun {

    private final State.Succeed succeed;

    SucceedRun(
            Branch branch,
            State.Succeed succeed,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, succeed, input, enteredId, before, time);
        this.succeed = succeed;
    }

    @Override
    void start() {
        branch().leave(evaluation().valueOr(succeed.output(), input()), Map.of(), null);
    }
}
