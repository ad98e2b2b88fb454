package dev.roadloop.embedded.events;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The template of an input transformer, with `<variable>` placeholders.
///
/// Outside quotation marks a placeholder of a JSON template becomes a JSON value. Within them it
/// becomes text: a string's characters, an object's or array's JSON without its quotation marks. In
/// a template that is neither JSON nor quoted, strings go in as they are. A variable whose path
/// leads nowhere becomes the empty string. `<aws.events.…>` are defined by EventBridge itself. A
/// name that nobody defines stays as it stands. Source: "Input transformation" of the EventBridge
/// user guide.
///
/// @param text at most 8192 characters
record InputTemplate(String text) {

    private static final Pattern PLACEHOLDER = Pattern.compile("<([A-Za-z0-9_.-]+)>");

    InputTemplate {
        if (text.isEmpty() || text.length() > 8192) {
            throw new IllegalArgumentException(
                    "InputTemplate: expected 1 to 8192 characters, found " + text.length());
        }
    }

    /// What a template can say about its rule.
    ///
    /// @param ingestionTime ISO 8601
    record RuleFacts(String ruleArn, String ruleName, String ingestionTime) {}

    String fill(JsonNode event, Map<String, EventPath> variables, RuleFacts facts) {
        boolean json = isJson();
        StringBuilder out = new StringBuilder(text.length() + 256);
        Matcher placeholders = PLACEHOLDER.matcher(text);
        boolean quoted = false;
        int at = 0;
        while (placeholders.find(at)) {
            quoted = copy(at, placeholders.start(), quoted, out);
            Optional<JsonNode> value = value(placeholders.group(1), event, variables, facts);
            if (value.isEmpty()) {
                out.append(placeholders.group());
            } else {
                out.append(render(value.get(), quoted, json));
            }
            at = placeholders.end();
        }
        copy(at, text.length(), quoted, out);
        return out.toString();
    }

    /// Copies a stretch and returns whether its end lies within quotation marks.
    private boolean copy(int from, int to, boolean quoted, StringBuilder out) {
        boolean within = quoted;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '"' && !escaped(i)) {
                within = !within;
            }
            out.append(c);
        }
        return within;
    }

    private boolean escaped(int at) {
        int backslashes = 0;
        while (at - backslashes > 0 && text.charAt(at - backslashes - 1) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private boolean isJson() {
        String stripped = text.strip();
        return stripped.startsWith("{")
                || stripped.startsWith("[")
                || stripped.startsWith("\"")
                || PLACEHOLDER.matcher(stripped).matches();
    }

    private static String render(JsonNode value, boolean quoted, boolean json) {
        if (quoted) {
            return value.isTextual() ? escape(value.asText()) : value.toString().replace("\"", "");
        }
        return value.isTextual() && !json ? value.asText() : value.toString();
    }

    private static String escape(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static Optional<JsonNode> value(
            String name, JsonNode event, Map<String, EventPath> variables, RuleFacts facts) {
        EventPath path = variables.get(name);
        if (path != null) {
            return Optional.of(
                    path.find(event).orElseGet(() -> JsonNodeFactory.instance.textNode("")));
        }
        return switch (name) {
            case "aws.events.rule-arn" ->
                    Optional.of(JsonNodeFactory.instance.textNode(facts.ruleArn()));
            case "aws.events.rule-name" ->
                    Optional.of(JsonNodeFactory.instance.textNode(facts.ruleName()));
            case "aws.events.event.ingestion-time" ->
                    Optional.of(JsonNodeFactory.instance.textNode(facts.ingestionTime()));
            case "aws.events.event.json" -> Optional.of(event);
            case "aws.events.event" -> {
                ObjectNode rest = event.deepCopy();
                rest.remove("detail");
                yield Optional.of(rest);
            }
            default -> Optional.empty();
        };
    }
}
