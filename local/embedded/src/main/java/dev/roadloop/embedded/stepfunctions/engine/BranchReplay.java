package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a branch stood when its journal ended.
///
/// @param variables assigned on the branch itself
/// @param previous its last event
/// @param entered the state it is in, null between states
/// @param next the state to enter when between states, null where the branch is done
/// @param input of the present or next state; the output of a branch that is done
/// @param since the records since the present state was entered
/// @param logged whether the end of the iteration is in the history
/// @param failure set where the branch failed and its container was told
record BranchReplay(
        Map<String, JsonNode> variables,
        long previous,
        @Nullable Entered entered,
        @Nullable String next,
        JsonNode input,
        List<JournalRecord> since,
        @Nullable StateFailure failure,
        boolean logged) {

    /// A state that was entered and not left.
    ///
    /// @param id of the Entered event
    /// @param before the event that the Entered event follows
    record Entered(String name, long id, long before, Instant time) {}

    /// Whether the branch has come to its end.
    boolean done() {
        return entered == null && next == null && failure == null;
    }
}
