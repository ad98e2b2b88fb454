package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.jsonata.Expression;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON value of a definition in which strings between `{%` and `%}` are JSONata.
public sealed interface Template {

    /// A value without expressions in it.
    record Literal(JsonNode value) implements Template {}

    /// An expression.
    ///
    /// @param location where it stands within its state, as AWS names it: `Output/a[0]/b`
    record Query(String location, Expression expression) implements Template {}

    /// An object with an expression somewhere inside.
    record Fields(Map<String, Template> fields) implements Template {
        /// Keeps the order of the definition.
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /// An array with an expression somewhere inside.
    record Elements(List<Template> elements) implements Template {
        /// Copies the list.
        public Elements {
            elements = List.copyOf(elements);
        }
    }

    /// Compiles `value`, found at `location` of its state.
    ///
    /// @throws IllegalArgumentException if an expression cannot be parsed
    static Template of(JsonNode value, String location) {
        if (value.isTextual()) {
            return Expression.isExpression(value.textValue())
                    ? new Query(location, Expression.compile(value.textValue()))
                    : new Literal(value);
        }
        if (value.isObject()) {
            Map<String, Template> fields = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                fields.put(field.getKey(), of(field.getValue(), location + "/" + field.getKey()));
            }
            return fields.values().stream().allMatch(Literal.class::isInstance)
                    ? new Literal(value)
                    : new Fields(fields);
        }
        if (value.isArray()) {
            List<Template> elements = new ArrayList<>(value.size());
            for (int i = 0; i < value.size(); i++) {
                elements.add(of(value.get(i), location + "[" + i + "]"));
            }
            return elements.stream().allMatch(Literal.class::isInstance)
                    ? new Literal(value)
                    : new Elements(elements);
        }
        return new Literal(value);
    }
}
