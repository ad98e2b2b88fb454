package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.State;
import java.time.Instant;

/// A stay in a Pass state.
final class PassRun extends StateRun {

    private final State.Pass pass;

    PassRun(
            Branch branch,
            State.Pass pass,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, pass, input, enteredId, before, time);
        this.pass = pass;
    }

    @Override
    void start() {
        leave(pass.flow(), evaluation(), input());
    }
}
