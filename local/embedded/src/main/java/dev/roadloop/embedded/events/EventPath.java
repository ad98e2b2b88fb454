package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The subset of JSONPath that EventBridge takes: `$`, `.name`, `['name']`, `[index]` and `[*]`.
///
/// @param text as written
/// @param steps names, and indexes in brackets
record EventPath(String text, List<Step> steps) {

    EventPath {
        steps = List.copyOf(steps);
    }

    /// One step down.
    sealed interface Step {}

    /// Into a field.
    record Field(String name) implements Step {}

    /// Into an element.
    record Index(int at) implements Step {}

    /// Into all elements.
    record All() implements Step {}

    /// @throws IllegalArgumentException if `text` is no such path
    static EventPath parse(String text) {
        if (!text.startsWith("$")) {
            throw new IllegalArgumentException(
                    "JSON path: expected one that begins with $, found '" + text + "'");
        }
        List<Step> steps = new ArrayList<>();
        int at = 1;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end;
            if (c == '.') {
                end = at + 1;
                while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
                    end++;
                }
                String name = text.substring(at + 1, end);
                steps.add(name.equals("*") ? new All() : new Field(named(text, name)));
            } else if (c == '[' && text.indexOf(']', at) > at + 1) {
                end = text.indexOf(']', at) + 1;
                steps.add(bracket(text, text.substring(at + 1, end - 1)));
            } else {
                throw new IllegalArgumentException(
                        "JSON path '"
                                + text
                                + "': expected . or [ at position "
                                + at
                                + ", found '"
                                + c
                                + "'");
            }
            at = end;
        }
        return new EventPath(text, steps);
    }

    private static Step bracket(String text, String inner) {
        if (inner.equals("*")) {
            return new All();
        }
        if (inner.length() >= 2 && inner.startsWith("'") && inner.endsWith("'")) {
            return new Field(named(text, inner.substring(1, inner.length() - 1)));
        }
        if (inner.length() > 9 || !inner.chars().allMatch(Character::isDigit)) {
            throw new IllegalArgumentException(
                    "JSON path '"
                            + text
                            + "': expected an index, a quoted name or * in brackets, found '"
                            + inner
                            + "'");
        }
        return new Index(Integer.parseInt(inner));
    }

    private static String named(String text, String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("JSON path '" + text + "': a field name is empty");
        }
        return name;
    }

    /// What the path leads to; empty if it leads nowhere. With a wildcard, an array of what is
    /// there.
    Optional<JsonNode> find(JsonNode root) {
        return find(root, 0);
    }

    private Optional<JsonNode> find(JsonNode node, int depth) {
        if (depth == steps.size()) {
            return Optional.of(node);
        }
        return switch (steps.get(depth)) {
            case Field field ->
                    node.has(field.name())
                            ? find(node.get(field.name()), depth + 1)
                            : Optional.empty();
            case Index index ->
                    node.isArray() && node.has(index.at())
                            ? find(node.get(index.at()), depth + 1)
                            : Optional.empty();
            case All _ -> {
                ArrayNode found = JsonNodeFactory.instance.arrayNode();
                for (JsonNode child : node) {
                    find(child, depth + 1).ifPresent(found::add);
                }
                yield node.isContainerNode() ? Optional.of(found) : Optional.empty();
            }
        };
    }
}
