package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Parses the `.msg` language of ROS 1 and ROS 2.
///
/// Sources: `wiki.ros.org/msg`; "ROS 2 interface definition" (`docs.ros.org`), whose language adds
/// bounds, defaults and wide strings and takes `time` and `duration` away.
final class RosMessageSchema {

    /// Which of the two languages.
    enum Dialect {
        ROS1,
        ROS2
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern TYPE =
            Pattern.compile("([A-Za-z0-9_/]+?)(?:<=(\\d{1,9}))?(?:\\[(<=)?(\\d{0,9})])?");

    private final Dialect dialect;
    private final RosText text;
    private final Map<String, StructType> resolved = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    private RosMessageSchema(Dialect dialect, RosText text) {
        this.dialect = dialect;
        this.text = text;
    }

    /// @param name type name, `pkg/Type` or `pkg/msg/Type`
    /// @param schema definitions, concatenated
    static StructType parse(Dialect dialect, String name, String schema) {
        RosText text = RosText.split(name, schema);
        return new RosMessageSchema(dialect, text).struct(text.root());
    }

    private StructType struct(String name) {
        StructType known = resolved.get(name);
        if (known != null) {
            return known;
        }
        if (!open.add(name) || open.size() > MessageNodes.MAX_DEPTH) {
            throw new MessageSchemaException(
                    "Type %s contains itself or nests too deeply: %s."
                            .formatted(name, String.join(" > ", open)));
        }
        String definition = text.definitions().get(name);
        if (definition == null) {
            throw new MessageSchemaException(
                    "The schema of %s uses type %s and does not define it; it defines %s."
                            .formatted(text.root(), name, text.definitions().keySet()));
        }
        List<Field> fields = new ArrayList<>();
        List<Constant> constants = new ArrayList<>();
        int number = 0;
        for (String line : definition.split("\n", -1)) {
            number++;
            try {
                line(name, line.strip(), fields, constants);
            } catch (MessageSchemaException e) {
                throw new MessageSchemaException(
                        "Schema of %s, line %d '%s': %s"
                                .formatted(name, number, line.strip(), e.getMessage()),
                        e);
            }
        }
        StructType struct = new StructType(name, fields, constants);
        open.remove(name);
        resolved.put(name, struct);
        return struct;
    }

    private void line(String owner, String line, List<Field> fields, List<Constant> constants) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        int space = 0;
        while (space < line.length() && !Character.isWhitespace(line.charAt(space))) {
            space++;
        }
        String type = line.substring(0, space);
        String rest = line.substring(space).strip();
        Matcher name = NAME.matcher(rest);
        if (!name.lookingAt()) {
            throw new MessageSchemaException("expected '<type> <name>'.");
        }
        String after = rest.substring(name.end()).strip();
        if (after.startsWith("=")) {
            constants.add(constant(type, name.group(), after.substring(1)));
        } else if (after.isEmpty() || after.startsWith("#") || dialect == Dialect.ROS2) {
            fields.add(new Field(name.group(), type(owner, type)));
        } else {
            throw new MessageSchemaException(
                    "expected the end of the line after the name, found '" + after + "'.");
        }
    }

    private Constant constant(String type, String name, String value) {
        ScalarType scalar =
                scalar(type.replaceFirst("<=\\d+$", ""))
                        .orElseThrow(() ->
                                new MessageSchemaException(
                                        "a constant must be of a built-in type, not '"
                                                + type
                                                + "'."));
        String shown = value.strip();
        boolean isText = scalar == ScalarType.STRING || scalar == ScalarType.WSTRING;
        if (isText && dialect == Dialect.ROS2 && shown.length() >= 2) {
            char quote = shown.charAt(0);
            int end = shown.indexOf(quote, 1);
            shown = (quote == '"' || quote == '\'') && end > 0 ? shown.substring(1, end) : shown;
        } else if (!isText && shown.indexOf('#') >= 0) {
            shown = shown.substring(0, shown.indexOf('#')).strip();
        }
        return new Constant(name, scalar, shown);
    }

    private FieldType type(String owner, String token) {
        Matcher matcher = TYPE.matcher(token);
        if (!matcher.matches()) {
            throw new MessageSchemaException("'" + token + "' is no type.");
        }
        FieldType base = base(owner, matcher.group(1));
        @Nullable String length = matcher.group(4);
        if (length == null) {
            return base;
        }
        if (length.isEmpty()) {
            return ListType.variable(base);
        }
        int number = Integer.parseInt(length);
        return matcher.group(3) == null
                ? ListType.fixed(base, number)
                : new ListType(base, -1, number);
    }

    private FieldType base(String owner, String name) {
        Optional<ScalarType> scalar = scalar(name);
        if (scalar.isPresent()) {
            return scalar.get();
        }
        String wanted = RosText.normalise(name);
        if (wanted.indexOf('/') < 0) {
            String sibling = owner.substring(0, owner.indexOf('/') + 1) + wanted;
            wanted =
                    wanted.equals("Header") && !text.definitions().containsKey(sibling)
                            ? "std_msgs/Header"
                            : sibling;
        }
        if (dialect == Dialect.ROS2 && wanted.equals("builtin_interfaces/Time")) {
            return ScalarType.TIME;
        }
        if (dialect == Dialect.ROS2 && wanted.equals("builtin_interfaces/Duration")) {
            return ScalarType.DURATION;
        }
        return struct(wanted);
    }

    private Optional<ScalarType> scalar(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "bool" -> ScalarType.BOOL;
                    case "int8" -> ScalarType.INT8;
                    case "uint8" -> ScalarType.UINT8;
                    // In ROS 1, byte is a deprecated name of int8 and char of uint8; in ROS 2 both
                    // are octets.
                    case "byte" -> dialect == Dialect.ROS1 ? ScalarType.INT8 : ScalarType.UINT8;
                    case "char" -> ScalarType.UINT8;
                    case "int16" -> ScalarType.INT16;
                    case "uint16" -> ScalarType.UINT16;
                    case "int32" -> ScalarType.INT32;
                    case "uint32" -> ScalarType.UINT32;
                    case "int64" -> ScalarType.INT64;
                    case "uint64" -> ScalarType.UINT64;
                    case "float32" -> ScalarType.FLOAT32;
                    case "float64" -> ScalarType.FLOAT64;
                    case "string" -> ScalarType.STRING;
                    case "wstring" -> dialect == Dialect.ROS2 ? ScalarType.WSTRING : null;
                    case "time" -> ScalarType.TIME;
                    case "duration" -> ScalarType.DURATION;
                    default -> null;
                });
    }
}
