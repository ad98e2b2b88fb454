package dev.roadloop.sensorlog.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A type of ROS 2 in the `.msg` language of ROS 1, with its checksum.
///
/// Bounds and defaults fall away, which ROS 1 does not have. Three well-known types are not the
/// same in both and get the form of ROS 1: `std_msgs/Header` has a `seq` there,
/// `sensor_msgs/CameraInfo` upper-case matrices, and `sensor_msgs/NavSatStatus` no constants for
/// the unknown.
///
/// Sources: `wiki.ros.org/msg`; the MD5 sum as `genmsg` computes it: constants, then fields, one a
/// line without comments, and in place of a message type its own sum.
final class Ros1Definition {

    static final String HEADER = "std_msgs/Header";

    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*(.*)");
    private static final Pattern TYPE =
            Pattern.compile("([A-Za-z0-9_/]+?)(?:<=\\d+)?(\\[(?:<=\\d*|\\d*)])?");
    private static final Pattern VARIABLE = Pattern.compile("\\[(<=\\d*)?]");
    private static final Set<String> BUILT_IN =
            Set.of(
                    "bool",
                    "int8",
                    "uint8",
                    "byte",
                    "char",
                    "int16",
                    "uint16",
                    "int32",
                    "uint32",
                    "int64",
                    "uint64",
                    "float32",
                    "float64",
                    "string",
                    "time",
                    "duration");
    private static final Set<String> CAMERA_MATRICES = Set.of("d", "k", "r", "p");
    private static final Set<String> LATER_CONSTANTS = Set.of("STATUS_UNKNOWN", "SERVICE_UNKNOWN");

    /// A line of a definition.
    ///
    /// @param type a built-in type or `pkg/Type`
    /// @param suffix `[]`, `[3]` or nothing
    /// @param value of a constant, or empty
    private record Line(String type, String suffix, String name, String value) {

        boolean isConstant() {
            return !value.isEmpty();
        }

        String text() {
            return type + suffix + " " + name + (isConstant() ? "=" + value : "");
        }
    }

    private final String root;
    private final Map<String, List<Line>> types = new LinkedHashMap<>();
    private final Map<String, String> sums = new HashMap<>();

    private Ros1Definition(String root) {
        this.root = root;
    }

    /// @param name type name, `pkg/Type` or `pkg/msg/Type`
    /// @param schema definitions in the language of ROS 2, concatenated, that can be parsed
    /// @throws MessageSchemaException if ROS 1 has no counterpart of a field
    static Ros1Definition ofRos2(String name, String schema) {
        RosText text = RosText.split(name, schema);
        Ros1Definition definition = new Ros1Definition(text.root());
        definition.read(text.root(), text.definitions());
        return definition;
    }

    /// @throws MessageSchemaException if ROS 1 has no counterpart of a field
    static Ros1Definition of(StructType type) {
        Ros1Definition definition = new Ros1Definition(type.name());
        definition.read(type);
        return definition;
    }

    String root() {
        return root;
    }

    /// The definition with those that it uses.
    String text() {
        StringBuilder text = new StringBuilder();
        types.forEach((name, lines) -> {
            if (!name.equals(root)) {
                text.append("=".repeat(80)).append("\nMSG: ").append(name).append('\n');
            }
            lines.forEach(line -> text.append(line.text()).append('\n'));
        });
        return text.toString();
    }

    String md5sum() {
        return md5sum(root);
    }

    private String md5sum(String type) {
        String known = sums.get(type);
        if (known != null) {
            return known;
        }
        List<Line> lines = types.getOrDefault(type, List.of());
        List<String> summed = new ArrayList<>();
        lines.stream().filter(Line::isConstant).map(Line::text).forEach(summed::add);
        for (Line line : lines) {
            if (!line.isConstant()) {
                summed.add(
                        BUILT_IN.contains(line.type())
                                ? line.text()
                                : md5sum(line.type()) + " " + line.name());
            }
        }
        String sum = md5(String.join("\n", summed));
        sums.put(type, sum);
        return sum;
    }

    private static String md5(String text) {
        try {
            byte[] bytes = text.strip().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private void read(String name, Map<String, String> definitions) {
        List<Line> lines = begin(name);
        List<String> used = new ArrayList<>();
        for (String raw : definitions.getOrDefault(name, "").split("\n", -1)) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", 2);
            Matcher type = TYPE.matcher(words[0]);
            Matcher rest = NAME.matcher(words.length > 1 ? words[1] : "");
            if (!type.matches() || !rest.matches()) {
                throw new MessageSchemaException(
                        "Schema of %s: expected '<type> <name>', found '%s'."
                                .formatted(name, line));
            }
            String base = type(name, rest.group(1), type.group(1), definitions);
            String after = rest.group(2);
            if (after.startsWith("=")) {
                add(name, lines, constant(base, rest.group(1), after.substring(1).strip()));
                continue;
            }
            String array = type.group(2) == null ? "" : type.group(2);
            String suffix = VARIABLE.matcher(array).matches() ? "[]" : array;
            add(name, lines, new Line(base, suffix, rest.group(1), ""));
            used.add(base);
        }
        for (String type : used) {
            if (!BUILT_IN.contains(type) && !types.containsKey(type)) {
                read(type, definitions);
            }
        }
    }

    private static String type(
            String owner, String field, String type, Map<String, String> definitions) {
        if (type.equals("wstring")) {
            throw refused(owner, field, "a wstring");
        }
        if (BUILT_IN.contains(type)) {
            return type;
        }
        String name = RosText.normalise(type);
        if (name.indexOf('/') < 0) {
            String sibling = owner.substring(0, owner.indexOf('/') + 1) + name;
            boolean header = name.equals("Header") && !definitions.containsKey(sibling);
            name = header ? HEADER : sibling;
        }
        return switch (name) {
            case "builtin_interfaces/Time" -> "time";
            case "builtin_interfaces/Duration" -> "duration";
            default -> name;
        };
    }

    private static Line constant(String type, String name, String written) {
        String value = written;
        if (type.equals("string")) {
            char quote = value.isEmpty() ? 'x' : value.charAt(0);
            int end = value.indexOf(quote, 1);
            boolean quoted = (quote == '"' || quote == '\'') && end > 0;
            value = quoted ? value.substring(1, end) : value;
        } else {
            value = value.replaceFirst("#.*", "").strip();
            value = type.equals("bool") ? (value.equalsIgnoreCase("true") ? "1" : "0") : value;
        }
        return new Line(type, "", name, value);
    }

    private void read(StructType struct) {
        List<Line> lines = begin(struct.name());
        for (Constant constant : struct.constants()) {
            String type = name(struct, constant.name(), constant.type());
            add(struct.name(), lines, constant(type, constant.name(), constant.value()));
        }
        for (Field field : struct.fields()) {
            FieldType base = field.type();
            String suffix = "";
            if (base instanceof ListType list) {
                suffix = list.isFixed() ? "[" + list.fixedLength() + "]" : "[]";
                base = list.element();
            }
            String type = name(struct, field.name(), base);
            add(struct.name(), lines, new Line(type, suffix, field.name(), ""));
            if (base instanceof StructType inner && !types.containsKey(inner.name())) {
                read(inner);
            }
        }
    }

    private static String name(StructType owner, String field, FieldType type) {
        return switch (type) {
            case StructType struct -> struct.name();
            case ListType _ -> throw refused(owner.name(), field, "a list of lists");
            case ScalarType scalar -> {
                String name = scalar.name().toLowerCase(Locale.ROOT);
                if (!BUILT_IN.contains(name)) {
                    throw refused(owner.name(), field, "a " + name);
                }
                yield name;
            }
        };
    }

    private List<Line> begin(String type) {
        List<Line> lines = new ArrayList<>();
        types.put(type, lines);
        if (type.equals(HEADER)) {
            lines.add(new Line("uint32", "", "seq", ""));
        }
        return lines;
    }

    private static void add(String owner, List<Line> lines, Line line) {
        boolean camera =
                owner.equals("sensor_msgs/CameraInfo") && CAMERA_MATRICES.contains(line.name());
        String name = camera ? line.name().toUpperCase(Locale.ROOT) : line.name();
        boolean later =
                owner.equals("sensor_msgs/NavSatStatus") && LATER_CONSTANTS.contains(line.name());
        if (!later && !(owner.equals(HEADER) && name.equals("seq"))) {
            lines.add(new Line(line.type(), line.suffix(), name, line.value()));
        }
    }

    private static MessageSchemaException refused(String owner, String field, String what) {
        return new MessageSchemaException(
                "Field '%s' of %s is %s, which ROS 1 does not have.".formatted(field, owner, what));
    }
}
