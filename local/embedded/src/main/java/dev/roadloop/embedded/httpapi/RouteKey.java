package dev.roadloop.embedded.httpapi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which requests a route takes: `GET /runs/{id}`, `ANY /{proxy+}`, `$default`.
///
/// Source: "Create routes for HTTP APIs" of the API Gateway guide: a full match goes before one
/// with variables, that before a greedy one, and `$default` takes what is left.
public record RouteKey(String text, String method, List<String> parts)
        implements Comparable<RouteKey> {

    static final String DEFAULT = "$default";

    public RouteKey {
        parts = List.copyOf(parts);
    }

    /// @throws IllegalArgumentException if it is no route key
    static RouteKey parse(String text) {
        if (text.equals(DEFAULT)) {
            return new RouteKey(text, "ANY", List.of());
        }
        int space = text.indexOf(' ');
        if (space < 0 || !text.startsWith("/", space + 1)) {
            throw new IllegalArgumentException(
                    "route key \""
                            + text
                            + "\": expected a method and a path such as \"GET /runs/{id}\", or"
                            + " $default");
        }
        return new RouteKey(text, text.substring(0, space), split(text.substring(space + 1)));
    }

    /// The path's variables, if the route takes such a request.
    ///
    /// @param path decoded
    Optional<Map<String, String>> match(String requestMethod, String path) {
        if (text.equals(DEFAULT)) {
            return Optional.of(Map.of());
        }
        if (!method.equals("ANY") && !method.equals(requestMethod)) {
            return Optional.empty();
        }
        List<String> given = split(path);
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (isGreedy(part)) {
                if (i >= given.size()) {
                    return Optional.empty();
                }
                variables.put(
                        part.substring(1, part.length() - 2),
                        String.join("/", given.subList(i, given.size())));
                return Optional.of(variables);
            }
            if (i >= given.size() || !isVariable(part) && !part.equals(given.get(i))) {
                return Optional.empty();
            }
            if (isVariable(part)) {
                variables.put(part.substring(1, part.length() - 1), given.get(i));
            }
        }
        return given.size() == parts.size() ? Optional.of(variables) : Optional.empty();
    }

    /// The path with its variables in braces; `/$default` for that.
    String path() {
        return text.equals(DEFAULT) ? "/" + DEFAULT : text.substring(text.indexOf(' ') + 1);
    }

    /// The more a route says, the earlier it is asked.
    @Override
    public int compareTo(RouteKey other) {
        int byParts = other.weight().compareTo(weight());
        int byMethod = Boolean.compare(method.equals("ANY"), other.method.equals("ANY"));
        return byParts != 0 ? byParts : byMethod != 0 ? byMethod : text.compareTo(other.text);
    }

    private String weight() {
        if (text.equals(DEFAULT)) {
            return "";
        }
        StringBuilder weight = new StringBuilder("1");
        for (String part : parts) {
            weight.append(isGreedy(part) ? '1' : isVariable(part) ? '2' : '3');
        }
        return weight.toString();
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }

    private static boolean isGreedy(String part) {
        return isVariable(part) && part.endsWith("+}");
    }

    private static List<String> split(String path) {
        List<String> parts = new ArrayList<>(List.of(path.substring(1).split("/", -1)));
        if (parts.size() == 1 && parts.getFirst().isEmpty()) {
            parts.clear();
        }
        return parts;
    }
}
