package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionInfo;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import dev.roadloop.embedded.stepfunctions.history.Journal;
import java.util.Optional;

/// What the journals of executions say of them: with what they began and how they ended.
record ExecutionJournals(ExecutionStore store, MachineStore machines) {

    JsonNode inputOf(ExecutionRecord execution) {
        HistoryEvent first =
                Journal.page(store.journal(execution.arn()), Optional.empty(), 1, false)
                        .events()
                        .getFirst();
        return Input.taken(first.details().get("input").textValue());
    }

    /// How an execution ended; empty while it runs.
    Optional<ExecutionResult> resultOf(String arn) {
        HistoryEvent last = Journal.last(store.journal(arn));
        return last != null && last.isTerminal()
                ? Optional.of(ExecutionResult.of(last))
                : Optional.empty();
    }

    /// What is fixed about an execution that has begun.
    ExecutionInfo info(ExecutionRecord execution) {
        return info(execution, machines.revision(execution.revisionId()), inputOf(execution));
    }

    /// The same for one that is to begin.
    static ExecutionInfo info(ExecutionRecord execution, MachineRecord machine, JsonNode input) {
        return new ExecutionInfo(
                execution.arn(),
                execution.name(),
                machine.arn(),
                machine.name(),
                machine.roleArn(),
                input,
                execution.started(),
                execution.redriveCount(),
                execution.redriven(),
                execution.mapRunArn());
    }
}
