package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.engine.ExecutionResult;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Tells of executions that have begun or ended, at least once, whatever happens to this process.
record StatusChanges(
        ExecutionStore store,
        ExecutionJournals journals,
        StatusListener listener,
        Scheduler scheduler) {

    /// @param result how it has ended; null if it has begun
    void announce(ExecutionRecord execution, @Nullable ExecutionResult result) {
        if (execution.told()) {
            return;
        }
        ObjectNode detail =
                Descriptions.statusChange(execution, journals.inputOf(execution), result);
        try {
            listener.changed(execution.arn(), execution.machineArn(), detail);
            store.announced(execution);
        } catch (UncheckedIOException e) {
            scheduler.later(() -> announce(execution, result));
        }
    }
}
