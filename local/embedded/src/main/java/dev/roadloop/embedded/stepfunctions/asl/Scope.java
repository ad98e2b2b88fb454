package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/// Which variables the states of a graph may read: those that any state of it, or of a graph around
/// it, assigns.
///
/// @param variables all that can be read
/// @param outer those of the graphs around, which an inner state must not assign
record Scope(Set<String> variables, Set<String> outer) {

    static Scope top() {
        return new Scope(Set.of(), Set.of());
    }

    /// The scope inside a graph with these states.
    Scope with(JsonNode states) {
        Set<String> all = new HashSet<>(variables);
        for (JsonNode state : states) {
            names(state, all);
            state.path("Choices").forEach(rule -> names(rule, all));
            state.path("Catch").forEach(catcher -> names(catcher, all));
        }
        return new Scope(Set.copyOf(all), variables);
    }

    private static void names(JsonNode node, Set<String> into) {
        node.path("Assign").fieldNames().forEachRemaining(into::add);
    }
}
