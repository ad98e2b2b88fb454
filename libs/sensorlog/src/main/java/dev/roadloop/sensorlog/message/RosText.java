package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The text of a ROS schema as recordings carry it: the definition of the type itself, then those
/// of the types it uses, each after a line of `=` and a line `MSG: pkg/Type` (or `IDL:
/// pkg/msg/Type`).
///
/// @param root name of the type itself, `pkg/Type`
/// @param definitions text by normalised type name, in the order of the file
record RosText(String root, Map<String, String> definitions) {

    private static final Pattern SEPARATOR = Pattern.compile("={10,}");
    private static final int MAX_DEFINITIONS = 2_000;

    static RosText split(String name, String text) {
        Map<String, String> definitions = new LinkedHashMap<>();
        String current = normalise(name);
        List<String> lines = new ArrayList<>();
        boolean titleExpected = false;
        boolean untitled = true;
        for (String line : text.split("\r?\n", -1)) {
            String trimmed = line.strip();
            if (SEPARATOR.matcher(trimmed).matches()) {
                if (!(untitled && lines.stream().allMatch(String::isBlank))) {
                    definitions.putIfAbsent(current, String.join("\n", lines));
                }
                lines.clear();
                titleExpected = true;
            } else if (titleExpected) {
                if (trimmed.isEmpty()) {
                    continue;
                }
                if (!trimmed.startsWith("MSG:") && !trimmed.startsWith("IDL:")) {
                    throw new MessageSchemaException(
                            "Schema of %s: expected 'MSG: <type>' after a line of '=', found '%s'."
                                    .formatted(name, trimmed));
                }
                current = normalise(trimmed.substring(4).strip());
                titleExpected = false;
                untitled = false;
            } else {
                lines.add(line);
            }
            if (definitions.size() > MAX_DEFINITIONS) {
                throw new MessageSchemaException(
                        "Schema of %s has more than %d definitions."
                                .formatted(name, MAX_DEFINITIONS));
            }
        }
        definitions.putIfAbsent(current, String.join("\n", lines));
        return new RosText(normalise(name), definitions);
    }

    /// `pkg/msg/Type` and `pkg::msg::Type` as `pkg/Type`.
    static String normalise(String name) {
        String slashed = name.strip().replace("::", "/");
        int first = slashed.indexOf('/');
        int last = slashed.lastIndexOf('/');
        return first < 0 || first == last
                ? slashed
                : slashed.substring(0, first) + slashed.substring(last);
    }
}
