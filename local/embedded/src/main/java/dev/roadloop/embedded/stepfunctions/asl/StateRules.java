package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.jsonata.Expression;
import java.util.List;
import java.util.Set;

/// The rules of each state type.
final class StateRules {

    private static final Set<String> WITH_FLOW = Set.of("Pass", "Wait", "Task", "Parallel", "Map");
    private static final int LONGEST_TIMEOUT = 99_999_999;

    private final List<Problem> problems;
    private final FieldRules fields;
    private final GraphRules graphs;
    private final MapRules maps;
    private final ErrorRules errors;
    private final ExpressionRules expressions;

    StateRules(List<Problem> problems, FieldRules fields, GraphRules graphs) {
        this.problems = problems;
        this.fields = fields;
        this.graphs = graphs;
        this.maps = new MapRules(problems, fields, graphs);
        this.errors = new ErrorRules(problems, fields);
        this.expressions = new ExpressionRules(problems);
    }

    void check(JsonNode state, String location, Scope scope) {
        if (!state.isObject()) {
            problems.add(
                    Problem.schema(
                            "Expected an object, but found " + FieldRules.shown(state), location));
            return;
        }
        String type = state.path("Type").asText();
        if (!StateFields.STATE_TYPES.contains(type)) {
            problems.add(
                    Problem.schema(
                            "Type must be one of "
                                    + StateFields.STATE_TYPES
                                    + ", but was '"
                                    + type
                                    + "'"
                                    + Names.suggestion(type, StateFields.STATE_TYPES),
                            location + "/Type"));
            return;
        }
        if (state.has("QueryLanguage") && !state.get("QueryLanguage").asText().equals("JSONata")) {
            problems.add(
                    Problem.schema(
                            "A state of a JSONata machine cannot use "
                                    + state.get("QueryLanguage").asText(),
                            location + "/QueryLanguage"));
        }
        fields.check(state, type, location);
        expressions.check(state, location, scope);
        if (WITH_FLOW.contains(type)) {
            flow(state, location);
        }
        switch (type) {
            case "Task" -> task(state, location);
            case "Choice" -> choice(state, location);
            case "Wait" -> exactlyOne(state, "Seconds", "Timestamp", location);
            case "Parallel" -> parallel(state, location, scope);
            case "Map" -> maps.check(state, location, scope);
            default -> {}
        }
        errors.check(state, location);
    }

    private void flow(JsonNode state, String location) {
        boolean end = state.path("End").asBoolean();
        if (state.has("Next") == end) {
            problems.add(
                    Problem.schema(
                            "Exactly one of \"Next\" and \"End\": true is required", location));
        }
    }

    private void exactlyOne(JsonNode node, String a, String b, String location) {
        if (node.has(a) == node.has(b)) {
            problems.add(
                    Problem.schema(
                            "Exactly one of these fields is required: [" + a + ", " + b + "]",
                            location));
        }
    }

    private void task(JsonNode state, String location) {
        if (fields.require(state, "Resource", location)) {
            new ResourceRules(problems).check(state, location);
        }
        JsonNode timeout = state.path("TimeoutSeconds");
        JsonNode heartbeat = state.path("HeartbeatSeconds");
        for (String field : List.of("TimeoutSeconds", "HeartbeatSeconds")) {
            JsonNode value = state.path(field);
            if (value.isIntegralNumber()
                    && (value.longValue() < 1 || value.longValue() > LONGEST_TIMEOUT)) {
                problems.add(
                        Problem.schema(
                                field + " must be from 1 to 99,999,999", location + "/" + field));
            }
        }
        if (timeout.isIntegralNumber()
                && heartbeat.isIntegralNumber()
                && heartbeat.longValue() >= timeout.longValue()) {
            problems.add(
                    Problem.schema(
                            "HeartbeatSeconds must be smaller than TimeoutSeconds", location));
        }
    }

    private void choice(JsonNode state, String location) {
        if (!fields.require(state, "Choices", location)) {
            return;
        }
        JsonNode rules = state.get("Choices");
        if (rules.isEmpty()) {
            problems.add(
                    Problem.schema("Choices must have at least one rule", location + "/Choices"));
        }
        for (int i = 0; i < rules.size(); i++) {
            String at = location + "/Choices[" + i + "]";
            if (fields.check(rules.get(i), "Rule", at)) {
                fields.require(rules.get(i), "Condition", at);
                fields.require(rules.get(i), "Next", at);
                JsonNode condition = rules.get(i).path("Condition");
                boolean fine =
                        condition.isBoolean()
                                || (condition.isTextual()
                                        && Expression.isExpression(condition.textValue()));
                if (!condition.isMissingNode() && !fine) {
                    problems.add(
                            Problem.schema(
                                    "Condition must be a JSONata expression or a boolean, but found"
                                            + " "
                                            + FieldRules.shown(condition),
                                    at + "/Condition"));
                }
            }
        }
        if (!state.has("Default")) {
            problems.add(
                    Problem.warning(
                            "MISSING_DEFAULT",
                            "Without Default the execution fails with States.NoChoiceMatched where"
                                    + " no rule matches",
                            location));
        }
    }

    private void parallel(JsonNode state, String location, Scope scope) {
        if (!fields.require(state, "Branches", location)) {
            return;
        }
        JsonNode branches = state.get("Branches");
        if (branches.isEmpty()) {
            problems.add(
                    Problem.schema(
                            "Branches must have at least one branch", location + "/Branches"));
        }
        for (int i = 0; i < branches.size(); i++) {
            String at = location + "/Branches[" + i + "]";
            if (fields.check(branches.get(i), "Branch", at)) {
                graphs.graph(branches.get(i), at, scope);
            }
        }
    }
}
