package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.jsonata.Expression;
import dev.roadloop.embedded.stepfunctions.jsonata.References;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks the expressions and variable names of a state: syntax, unknown functions, variables that
/// nothing assigns.
final class ExpressionRules {

    private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,79}");

    private final List<Problem> problems;

    ExpressionRules(List<Problem> problems) {
        this.problems = problems;
    }

    /// Checks everything in `state` but the graphs inside it.
    void check(JsonNode state, String location, Scope scope) {
        for (Map.Entry<String, JsonNode> field : state.properties()) {
            if (!field.getKey().equals("Branches")
                    && !field.getKey().equals("ItemProcessor")
                    && !field.getKey().equals("Comment")) {
                walk(field.getValue(), location + "/" + field.getKey(), scope);
            }
        }
        assigned(state, location, scope);
        for (String list : List.of("Choices", "Catch")) {
            for (int i = 0; i < state.path(list).size(); i++) {
                assigned(state.path(list).get(i), location + "/" + list + "[" + i + "]", scope);
            }
        }
    }

    private void assigned(JsonNode node, String location, Scope scope) {
        node.path("Assign")
                .fieldNames()
                .forEachRemaining(name -> {
                    String at = location + "/Assign/" + name;
                    if (name.equals("states")) {
                        problems.add(Problem.schema("The variable name 'states' is reserved", at));
                    } else if (!VARIABLE.matcher(name).matches()) {
                        problems.add(
                                Problem.schema(
                                        "'"
                                                + name
                                                + "' is not a variable name: letters, digits and _"
                                                + " only, at most 80",
                                        at));
                    } else if (scope.outer().contains(name)) {
                        problems.add(
                                Problem.schema(
                                        "The variable '"
                                                + name
                                                + "' belongs to an outer scope, which a state"
                                                + " inside cannot assign",
                                        at));
                    }
                });
    }

    private void walk(JsonNode value, String location, Scope scope) {
        if (value.isTextual()) {
            text(value.textValue(), location, scope);
        } else if (value.isObject()) {
            value.properties()
                    .forEach(field ->
                            walk(field.getValue(), location + "/" + field.getKey(), scope));
        } else {
            for (int i = 0; i < value.size(); i++) {
                walk(value.get(i), location + "[" + i + "]", scope);
            }
        }
    }

    private void text(String text, String location, Scope scope) {
        if (!Expression.isExpression(text)) {
            if (text.strip().startsWith("{%") || text.strip().endsWith("%}")) {
                problems.add(
                        Problem.warning(
                                "LITERAL_EXPRESSION",
                                "Taken literally, since {% and %} must be the very first and last"
                                        + " characters: "
                                        + text,
                                location));
            }
            return;
        }
        try {
            Expression.compile(text);
        } catch (IllegalArgumentException e) {
            problems.add(Problem.schema(String.valueOf(e.getMessage()), location));
            return;
        }
        References references = References.in(text.substring(2, text.length() - 2));
        for (String function : references.functions()) {
            if (!References.BUILT_IN.contains(function)) {
                problems.add(
                        Problem.schema(
                                "Unknown JSONata function: $"
                                        + function
                                        + Names.suggestion(function, References.BUILT_IN),
                                location));
            }
        }
        for (String variable : references.variables()) {
            if (!scope.variables().contains(variable) && !References.BUILT_IN.contains(variable)) {
                problems.add(
                        Problem.warning(
                                "UNDEFINED_VARIABLE",
                                "No state in reach assigns the variable $"
                                        + variable
                                        + Names.suggestion(variable, scope.variables()),
                                location));
            }
        }
    }
}
