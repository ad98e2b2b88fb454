package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Template;
import dev.roadloop.embedded.stepfunctions.jsonata.Bindings;
import dev.roadloop.embedded.stepfunctions.jsonata.EvaluationException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates the fields of a state. The bindings are made when the first expression needs them.
final class Evaluation {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final StateRun run;
    private final Map<String, JsonNode> more;
    private final @Nullable String taskToken;
    private final @Nullable JsonNode item;
    private @Nullable Bindings bindings;

    /// @param more fields of `$states` beside `input` and `context`
    /// @param taskToken `$states.context.Task.Token`, null without one
    Evaluation(StateRun run, Map<String, JsonNode> more, @Nullable String taskToken) {
        this(run, more, taskToken, null);
    }

    private Evaluation(
            StateRun run,
            Map<String, JsonNode> more,
            @Nullable String taskToken,
            @Nullable JsonNode item) {
        this.run = run;
        this.more = more;
        this.taskToken = taskToken;
        this.item = item;
    }

    /// An evaluation of a Map's own fields for one of its items.
    ///
    /// @param item `$states.context.Map`
    static Evaluation ofItem(StateRun run, JsonNode item) {
        return new Evaluation(run, Map.of(), null, item);
    }

    /// The value of `template`, or `otherwise` where there is none.
    JsonNode valueOr(@Nullable Template template, JsonNode otherwise) {
        return template == null ? otherwise : value(template);
    }

    /// @throws StateFailure `States.QueryEvaluationError`
    JsonNode value(Template template) {
        return switch (template) {
            case Template.Literal literal -> literal.value();
            case Template.Query query -> query(query);
            case Template.Fields fields -> {
                ObjectNode object = NODES.objectNode();
                fields.fields().forEach((name, field) -> object.set(name, value(field)));
                yield object;
            }
            case Template.Elements elements -> {
                ArrayNode array = NODES.arrayNode(elements.elements().size());
                elements.elements().forEach(element -> array.add(value(element)));
                yield array;
            }
        };
    }

    /// The value, which must be of the given type.
    JsonNode value(Template template, JsonNodeType expected) {
        JsonNode value = value(template);
        if (value.getNodeType() != expected && template instanceof Template.Query query) {
            throw failure(
                    " The JSONata expression '%s' specified for the field '%s' returned an unexpected result type. Expected '%s', but was '%s' for value: %s"
                            .formatted(
                                    query.expression().source(),
                                    query.location(),
                                    name(expected),
                                    name(value.getNodeType()),
                                    value),
                    query.location());
        }
        return value;
    }

    /// A whole number not below zero.
    ///
    /// @param field its name for the message
    long count(@Nullable Template template, String field, long otherwise) {
        if (template == null) {
            return otherwise;
        }
        JsonNode value = value(template, JsonNodeType.NUMBER);
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw failure(
                    " The %s field must be a non-negative integer but was: %s"
                            .formatted(field, value),
                    field);
        }
        return value.longValue();
    }

    /// The variables that `assign` sets, all evaluated before any is set.
    Map<String, JsonNode> assigned(@Nullable Template assign) {
        if (assign == null) {
            return Map.of();
        }
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        JsonNode values = value(assign);
        values.properties().forEach(field -> variables.put(field.getKey(), field.getValue()));
        int bytes = Branch.bytes(values.toString());
        if (bytes > Execution.LARGEST_PAYLOAD) {
            throw StateFailure.tooLarge(run.state().name());
        }
        if (run.branch().variableBytesWith(variables.keySet(), bytes)
                > Execution.LARGEST_VARIABLES) {
            throw StateFailure.tooManyVariables(run.state().name());
        }
        return variables;
    }

    /// A failure whose cause begins as all of AWS's do.
    StateFailure failure(String sentence, @Nullable String location) {
        return StateFailure.ofQuery(prefix() + sentence, location);
    }

    String prefix() {
        return "An error occurred while executing the state '%s' (entered at the event id #%d)."
                .formatted(run.state().name(), run.enteredId());
    }

    private JsonNode query(Template.Query query) {
        if (bindings == null) {
            Map<String, JsonNode> states = new LinkedHashMap<>();
            states.put("input", run.input());
            ObjectNode context = ContextObject.of(run, taskToken);
            if (item != null) {
                context.set("Map", item);
            }
            states.put("context", context);
            states.putAll(more);
            bindings = Bindings.of(states, run.branch().variables());
        }
        try {
            return query.expression().evaluate(bindings);
        } catch (EvaluationException e) {
            throw failure(
                    " The JSONata expression '%s' specified for the field '%s'%s"
                            .formatted(
                                    query.expression().source(), query.location(), e.getMessage()),
                    query.location());
        }
    }

    private static String name(JsonNodeType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
