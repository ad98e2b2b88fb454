package dev.roadloop.embedded.stepfunctions.asl;

import java.util.Map;

/// States and where to begin: a machine, a branch of a Parallel, or the processor of a Map.
public record Graph(String startAt, Map<String, State> states) {

    /// Copies the states.
    public Graph {
        states = Map.copyOf(states);
        if (!states.containsKey(startAt)) {
            throw new IllegalArgumentException(
                    "StartAt names the state '%s', which is not among %s"
                            .formatted(startAt, states.keySet()));
        }
    }

    /// The state called `name`.
    public State state(String name) {
        State state = states.get(name);
        if (state == null) {
            throw new IllegalArgumentException(
                    "No state '%s' among %s".formatted(name, states.keySet()));
        }
        return state;
    }
}
