package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.State;
import java.time.Instant;

/// A stay in a Choice state.
final class ChoiceRun extends StateRun {

    private final State.Choice choice;

    ChoiceRun(
            Branch branch,
            State.Choice choice,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, choice, input, enteredId, before, time);
        this.choice = choice;
    }

    @Override
    void start() {
        Evaluation evaluation = evaluation();
        State.Flow flow = choice.otherwise();
        for (State.Rule rule : choice.rules()) {
            if (evaluation.value(rule.condition(), JsonNodeType.BOOLEAN).booleanValue()) {
                flow = rule.flow();
                break;
            }
        }
        if (flow.next() == null) {
            throw StateFailure.of(
                    ErrorNames.NO_CHOICE,
                    evaluation.prefix()
                            + " Failed to transition out of the state. The state does not point to"
                            + " a next state.");
        }
        leave(flow, evaluation, input());
    }
}
