package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Resolves the part of OMG IDL 4.2 that ROS 2's generators emit: modules, structs, typedefs,
/// sequences, arrays, strings, enums, constants; annotations are passed over. Unions, maps, bit
/// sets, and optional members of other structs than mutable ones are refused.
final class IdlSchema {

    private final IdlDeclarations declared = new IdlDeclarations();
    private final Map<String, StructType> resolved = new HashMap<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final String root;

    private IdlSchema(String root) {
        this.root = root;
    }

    /// @param name type name, `pkg/msg/Type`, `pkg/Type` or `pkg::msg::Type`
    /// @param schema IDL texts, concatenated
    static StructType parse(String name, String schema) {
        IdlSchema idl = new IdlSchema(name);
        for (String text : RosText.split(name, schema).definitions().values()) {
            idl.declared.read(text);
        }
        String wanted = RosText.normalise(name);
        String full =
                idl.declared.structs.keySet().stream()
                        .filter(declaredName -> RosText.normalise(declaredName).equals(wanted))
                        .sorted()
                        .findFirst()
                        .orElseThrow(() ->
                                new MessageSchemaException(
                                        "The IDL schema of %s does not define it; it defines %s."
                                                .formatted(
                                                        name,
                                                        idl.declared.structs.keySet().stream()
                                                                .sorted()
                                                                .toList())));
        return idl.struct(full);
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
        IdlDeclarations.Struct struct = declared.structs.get(name);
        if (struct == null) {
            throw new MessageSchemaException(
                    "The IDL schema of %s does not define %s.".formatted(root, name));
        }
        List<Field> fields = new ArrayList<>();
        List<Integer> ids = new ArrayList<>();
        struct.base()
                .ifPresent(base -> {
                    StructType inherited = struct(lookUp(struct.scope(), base));
                    fields.addAll(inherited.fields());
                    ids.addAll(inherited.memberIds());
                });
        for (IdlDeclarations.Member member : struct.members()) {
            fields.add(new Field(member.name(), type(struct.scope(), member.type(), 0)));
            ids.add(member.id().orElse(ids.isEmpty() ? 0 : ids.getLast() + 1));
        }
        if (struct.mutable() && fields.isEmpty()) {
            throw new MessageSchemaException(
                    "IDL: struct %s is @mutable and has no members, which is not supported."
                            .formatted(name));
        }
        // ROS gives a struct without fields this member, because IDL wants one; the plan for CDR
        // adds it by itself.
        if (fields.size() == 1
                && fields.getFirst().name().equals("structure_needs_at_least_one_member")) {
            fields.clear();
        }
        List<Constant> constants =
                declared.constants.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(name + "_Constants::"))
                        .map(Map.Entry::getValue)
                        .toList();
        StructType type =
                new StructType(
                        RosText.normalise(name),
                        fields,
                        constants,
                        struct.mutable() ? ids : List.of());
        open.remove(name);
        resolved.put(name, type);
        return type;
    }

    private FieldType type(String scope, IdlDeclarations.Use use, int depth) {
        if (depth > MessageNodes.MAX_DEPTH) {
            throw new MessageSchemaException(
                    "IDL: typedef '%s' nests too deeply.".formatted(use.name()));
        }
        FieldType type = base(scope, use, depth);
        for (int length : use.dimensions().reversed()) {
            type = ListType.fixed(type, length);
        }
        return type;
    }

    private FieldType base(String scope, IdlDeclarations.Use use, int depth) {
        IdlDeclarations.Use element = use.element();
        if (element != null) {
            return new ListType(type(scope, element, depth + 1), -1, (int) use.bound());
        }
        Optional<ScalarType> scalar = scalar(use.name());
        if (scalar.isPresent()) {
            return scalar.get();
        }
        String name = lookUp(scope, use.name());
        String shortName = RosText.normalise(name);
        if (shortName.equals("builtin_interfaces/Time")) {
            return ScalarType.TIME;
        }
        if (shortName.equals("builtin_interfaces/Duration")) {
            return ScalarType.DURATION;
        }
        IdlDeclarations.Alias alias = declared.aliases.get(name);
        if (alias != null) {
            return type(alias.scope(), alias.type(), depth + 1);
        }
        return declared.enums.containsKey(name) ? ScalarType.UINT32 : struct(name);
    }

    /// The full name of what `name` means inside `scope`: the innermost declaration wins.
    private String lookUp(String scope, String name) {
        if (name.startsWith("::")) {
            return name.substring(2);
        }
        String inner = scope;
        while (!inner.isEmpty()) {
            String candidate = inner + "::" + name;
            if (declared.structs.containsKey(candidate)
                    || declared.aliases.containsKey(candidate)
                    || declared.enums.containsKey(candidate)) {
                return candidate;
            }
            inner = inner.contains("::") ? inner.substring(0, inner.lastIndexOf("::")) : "";
        }
        return name;
    }

    static Optional<ScalarType> scalar(String name) {
        return switch (name) {
            case "boolean" -> Optional.of(ScalarType.BOOL);
            case "octet", "char", "uint8" -> Optional.of(ScalarType.UINT8);
            case "int8" -> Optional.of(ScalarType.INT8);
            case "short", "int16" -> Optional.of(ScalarType.INT16);
            case "unsigned short", "uint16" -> Optional.of(ScalarType.UINT16);
            case "long", "int32" -> Optional.of(ScalarType.INT32);
            case "unsigned long", "uint32" -> Optional.of(ScalarType.UINT32);
            case "long long", "int64" -> Optional.of(ScalarType.INT64);
            case "unsigned long long", "uint64" -> Optional.of(ScalarType.UINT64);
            case "float" -> Optional.of(ScalarType.FLOAT32);
            case "double" -> Optional.of(ScalarType.FLOAT64);
            case "string" -> Optional.of(ScalarType.STRING);
            case "wstring" -> Optional.of(ScalarType.WSTRING);
            case "long double", "wchar", "map", "union", "bitset", "bitmask", "any", "fixed" ->
                    throw new MessageSchemaException(
                            "IDL: type '%s' is not supported.".formatted(name));
            default -> Optional.empty();
        };
    }
}
