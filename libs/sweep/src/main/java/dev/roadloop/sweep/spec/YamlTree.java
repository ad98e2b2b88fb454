package dev.roadloop.sweep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A mapping of a YAML document with the place it is at, for messages; collects what is wrong.
final class YamlTree {

    private final String place;
    private final Map<String, Object> fields;
    private final List<String> problems;

    private YamlTree(String place, Map<String, Object> fields, List<String> problems) {
        this.place = place;
        this.fields = fields;
        this.problems = problems;
    }

    /// @param problems takes what is wrong
    static YamlTree of(String place, @Nullable Object node, List<String> problems) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> fields.put(String.valueOf(key), value));
        } else {
            problems.add(
                    (place.isEmpty() ? "the file" : place)
                            + ": expected a mapping, found "
                            + shown(node));
        }
        return new YamlTree(place, fields, problems);
    }

    Collection<String> names() {
        return fields.keySet();
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable Object get(String name) {
        return fields.get(name);
    }

    YamlTree tree(String name) {
        return of(at(name), fields.get(name), problems);
    }

    /// Complains of names that are not known.
    void only(Set<String> known) {
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                problems.add(
                        at(name)
                                + ": unknown; known are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    Optional<String> text(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text) {
            return Optional.of(text);
        }
        problem(name, "a text", value);
        return Optional.empty();
    }

    double number(String name, double otherwise) {
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        Optional<Double> number = number(value);
        if (number.isEmpty()) {
            problem(name, "a finite number", value);
        }
        return number.orElse(otherwise);
    }

    double requiredNumber(String name) {
        if (fields.get(name) == null) {
            problems.add(at(name) + ": expected a number, found nothing");
        }
        return number(name, 0);
    }

    int count(String name, int otherwise) {
        Object value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number && number > 0) {
            return number;
        }
        problem(name, "a whole number above 0", value);
        return otherwise;
    }

    List<Object> list(String name) {
        Object value = fields.get(name);
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        problem(name, "a list", value);
        return List.of();
    }

    void problem(String name, String expected, @Nullable Object found) {
        problems.add(at(name) + ": expected " + expected + ", found " + shown(found));
    }

    void problem(String text) {
        problems.add((place.isEmpty() ? "" : place + ": ") + text);
    }

    String at(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    /// YAML 1.1 takes `1e-3` for a text, as it has no point; everybody who writes it means a
    /// number.
    static Optional<Double> number(@Nullable Object value) {
        if (value instanceof Number number) {
            return Optional.of(number.doubleValue()).filter(Double::isFinite);
        }
        if (value instanceof String text
                && text.matches("[-+]?[0-9]+([.][0-9]*)?[eE][-+]?[0-9]{1,3}")) {
            return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
        }
        return Optional.empty();
    }

    private static String shown(@Nullable Object value) {
        if (value == null) {
            return "nothing";
        }
        if (value instanceof Map<?, ?> || value instanceof Collection<?>) {
            return value instanceof Map<?, ?> ? "a mapping" : "a list";
        }
        String text = value.toString();
        return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }
}
