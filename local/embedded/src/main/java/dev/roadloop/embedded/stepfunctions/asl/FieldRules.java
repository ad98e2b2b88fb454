package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.StateFields.Kind;
import dev.roadloop.embedded.stepfunctions.jsonata.Expression;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that an object has the fields it may have, with values of the right type.
final class FieldRules {

    private final List<Problem> problems;

    FieldRules(List<Problem> problems) {
        this.problems = problems;
    }

    /// Checks `node` as a `type` of [StateFields].
    ///
    /// @return whether it is an object at all
    boolean check(JsonNode node, String type, String location) {
        if (!node.isObject()) {
            problems.add(Problem.schema("Expected an object, but found " + shown(node), location));
            return false;
        }
        Map<String, Kind> fields = StateFields.of(type);
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            Kind kind = fields.get(field.getKey());
            if (kind == null) {
                problems.add(Problem.schema(unsupported(field.getKey(), fields), location));
            } else {
                value(field.getValue(), kind, location + "/" + field.getKey());
            }
        }
        return true;
    }

    /// Adds a problem where a field is missing.
    boolean require(JsonNode node, String field, String location) {
        if (node.has(field)) {
            return true;
        }
        problems.add(Problem.schema("These fields are required: [" + field + "]", location));
        return false;
    }

    private static String unsupported(String name, Map<String, Kind> fields) {
        String instead = StateFields.JSONPATH_FIELDS.get(name);
        String hint =
                instead != null
                        ? ", it belongs to JSONPath: use " + instead + " in JSONata"
                        : Names.suggestion(name, fields.keySet());
        return "Field '" + name + "' is not supported" + hint;
    }

    private void value(JsonNode value, Kind kind, String location) {
        boolean expression = value.isTextual() && Expression.isExpression(value.textValue());
        String expected =
                switch (kind) {
                    case STRING -> value.isTextual() ? "" : "a string";
                    case STRING_E -> value.isTextual() ? "" : "a string or a JSONata expression";
                    case BOOLEAN -> value.isBoolean() ? "" : "true or false";
                    case NUMBER -> nonNegative(value) ? "" : "a number not below 0";
                    case NUMBER_E ->
                            expression || nonNegative(value)
                                    ? ""
                                    : "a number not below 0 or a JSONata expression";
                    case INTEGER -> whole(value) ? "" : "a whole number not below 0";
                    case INTEGER_E ->
                            expression || whole(value)
                                    ? ""
                                    : "a whole number not below 0 or a JSONata expression";
                    case OBJECT -> value.isObject() ? "" : "an object";
                    case ARRAY -> value.isArray() ? "" : "an array";
                    case ARRAY_E ->
                            expression || value.isArray() ? "" : "an array or a JSONata expression";
                    case ANY -> "";
                };
        if (!expected.isEmpty()) {
            problems.add(
                    Problem.schema(
                            "Expected " + expected + ", but found " + shown(value), location));
        }
    }

    private static boolean nonNegative(JsonNode value) {
        return value.isNumber() && value.doubleValue() >= 0;
    }

    private static boolean whole(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
    }

    static String shown(JsonNode value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "…";
    }

    /// Reports a value that is not one of `values`.
    void oneOf(Set<String> values, String value, String location) {
        if (!values.contains(value)) {
            problems.add(
                    Problem.schema(
                            "Value must be one of "
                                    + values.stream().sorted().toList()
                                    + ", but was '"
                                    + value
                                    + "'"
                                    + Names.suggestion(value, values),
                            location));
        }
    }
}
