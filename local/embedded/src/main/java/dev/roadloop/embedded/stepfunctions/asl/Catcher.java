package dev.roadloop.embedded.stepfunctions.asl;

import java.util.List;

/// An entry of `Catch`; its flow always has a next state.
public record Catcher(List<String> errorEquals, State.Flow flow) {

    /// Copies the names.
    public Catcher {
        errorEquals = List.copyOf(errorEquals);
    }
}
