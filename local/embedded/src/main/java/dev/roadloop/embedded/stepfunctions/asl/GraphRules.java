package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules of a machine and of the graphs inside it: names, transitions, reachability.
final class GraphRules {

    private static final int LONGEST_NAME = 80;

    private final List<Problem> problems;
    private final FieldRules fields;
    private final StateRules states;
    private final Set<String> names = new HashSet<>();

    GraphRules(List<Problem> problems) {
        this.problems = problems;
        this.fields = new FieldRules(problems);
        this.states = new StateRules(problems, fields, this);
    }

    void machine(JsonNode root) {
        fields.check(root, "Machine", "");
        int schemaProblems = problems.size();
        graph(root, "", Scope.top());
        if (schemaProblems == problems.size()
                && root.path("TimeoutSeconds").asLong(1) > 31_536_000) {
            problems.add(
                    Problem.schema(
                            "TimeoutSeconds must not exceed a year, 31,536,000",
                            "/TimeoutSeconds"));
        }
    }

    /// Checks a graph whose object was already checked for its fields.
    void graph(JsonNode node, String location, Scope scope) {
        boolean starts = fields.require(node, "StartAt", location);
        boolean hasStates = fields.require(node, "States", location);
        if (!starts
                || !hasStates
                || !node.get("States").isObject()
                || !node.get("StartAt").isTextual()) {
            return;
        }
        JsonNode all = node.get("States");
        if (all.isEmpty()) {
            problems.add(
                    Problem.schema("States must have at least one state", location + "/States"));
            return;
        }
        Scope inside = scope.with(all);
        for (Map.Entry<String, JsonNode> state : all.properties()) {
            String at = location + "/States/" + state.getKey();
            name(state.getKey(), at);
            states.check(state.getValue(), at, inside);
        }
        transitions(node, all, location);
    }

    private void name(String name, String location) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            problems.add(
                    Problem.schema(
                            "State names must have 1 to 80 characters, found " + name.length(),
                            location));
        }
        if (!names.add(name)) {
            problems.add(
                    new Problem(
                            Problem.Severity.ERROR,
                            "DUPLICATE_STATE_NAME",
                            "Duplicate state name: "
                                    + name
                                    + ". Names must be unique in the whole machine",
                            location));
        }
    }

    private void transitions(JsonNode graph, JsonNode all, String location) {
        target(graph.get("StartAt").textValue(), all, location + "/StartAt");
        boolean terminal = false;
        for (Map.Entry<String, JsonNode> state : all.properties()) {
            String at = location + "/States/" + state.getKey();
            Transitions.of(state.getValue())
                    .forEach((where, name) -> target(name, all, at + where));
            terminal |= Transitions.ends(state.getValue());
        }
        if (!terminal) {
            problems.add(
                    new Problem(
                            Problem.Severity.ERROR,
                            "MISSING_END_STATE",
                            "Workflow has no terminal state",
                            location));
            return;
        }
        Set<String> reached = reachable(graph.get("StartAt").textValue(), all);
        for (Map.Entry<String, JsonNode> state : all.properties()) {
            if (!reached.contains(state.getKey())) {
                problems.add(
                        new Problem(
                                Problem.Severity.ERROR,
                                "MISSING_TRANSITION_TARGET",
                                "State \"" + state.getKey() + "\" is not reachable.",
                                location + "/States/" + state.getKey()));
            }
        }
    }

    private void target(String name, JsonNode all, String location) {
        if (!all.has(name)) {
            problems.add(
                    new Problem(
                            Problem.Severity.ERROR,
                            "MISSING_TRANSITION_TARGET",
                            "Missing 'Next' target: " + name,
                            location));
        }
    }

    private static Set<String> reachable(String start, JsonNode all) {
        Set<String> reached = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty()) {
            String name = open.pop();
            if (all.has(name) && reached.add(name)) {
                open.addAll(Transitions.of(all.get(name)).values());
            }
        }
        return reached;
    }
}
