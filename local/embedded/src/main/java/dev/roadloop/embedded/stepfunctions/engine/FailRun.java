package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.asl.Template;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A stay in a Fail state, which has no Exited event.
final class FailRun extends StateRun {

    private final State.Fail fail;

    FailRun(
            Branch branch,
            State.Fail fail,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, fail, input, enteredId, before, time);
        this.fail = fail;
    }

    @Override
    void start() {
        Evaluation evaluation = evaluation();
        String error = text(evaluation, fail.error());
        String cause = text(evaluation, fail.cause());
        branch().fail(StateFailure.of(error, cause));
    }

    private static @Nullable String text(Evaluation evaluation, @Nullable Template template) {
        return template == null
                ? null
                : evaluation.value(template, JsonNodeType.STRING).textValue();
    }
}
