package dev.roadloop.sensorlog.message;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the declarations of an IDL text, without looking up the names they use.
final class IdlDeclarations {

    /// The largest id that a member can have.
    static final int MAX_ID = 0x0fff_ffff;

    /// A type as written: a name or `sequence`, its bound, and the array dimensions of its
    /// declarator.
    record Use(String name, @Nullable Use element, long bound, List<Integer> dimensions) {
        Use withDimensions(List<Integer> more) {
            return new Use(name, element, bound, more);
        }
    }

    /// A member of a struct; `id` is what its `@id` says.
    record Member(String name, Use type, Optional<Integer> id) {}

    /// A struct; `base` is the struct it extends.
    record Struct(String scope, Optional<String> base, List<Member> members, boolean mutable) {}

    /// Another name for a type.
    record Alias(String scope, Use type) {}

    final Map<String, Struct> structs = new HashMap<>();
    final Map<String, Alias> aliases = new HashMap<>();
    final Map<String, List<String>> enums = new HashMap<>();

    /// In the order of the text.
    final Map<String, Constant> constants = new LinkedHashMap<>();

    private IdlTokens in = new IdlTokens("");

    void read(String text) {
        in = new IdlTokens(text);
        while (!in.atEnd()) {
            declaration("");
        }
    }

    private static String join(String scope, String name) {
        return scope.isEmpty() ? name : scope + "::" + name;
    }

    private void declaration(String scope) {
        if (scope.length() > 1_000) {
            throw new MessageSchemaException("IDL: modules nest too deeply.");
        }
        Map<String, String> annotations = in.annotations();
        String keyword = in.take();
        switch (keyword) {
            case ";" -> {}
            case "module" -> {
                String inner = join(scope, in.name());
                in.expect("{");
                while (!in.skip("}")) {
                    declaration(inner);
                }
                in.skip(";");
            }
            case "struct" -> struct(scope, annotations);
            case "typedef" -> {
                Use base = use(scope, 0);
                do {
                    String name = in.name();
                    aliases.put(
                            join(scope, name),
                            new Alias(scope, base.withDimensions(dimensions(scope))));
                } while (in.skip(","));
                in.expect(";");
            }
            case "enum" -> {
                String name = join(scope, in.name());
                List<String> symbols = new ArrayList<>();
                in.expect("{");
                do {
                    in.annotations();
                    symbols.add(in.name());
                } while (in.skip(","));
                in.expect("}");
                in.skip(";");
                enums.put(name, symbols);
            }
            case "const" -> {
                Use type = use(scope, 0);
                String name = in.name();
                in.expect("=");
                StringBuilder value = new StringBuilder();
                while (!in.skip(";")) {
                    value.append(in.take());
                }
                ScalarType scalar = IdlSchema.scalar(type.name()).orElse(ScalarType.INT64);
                constants.put(
                        join(scope, name), new Constant(name, scalar, unquoted(value.toString())));
            }
            default ->
                    throw new MessageSchemaException(
                            "IDL: '%s' in '%s' is not supported; expected module, struct, typedef, enum or const."
                                    .formatted(keyword, scope));
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && (value.charAt(0) == '"' || value.charAt(0) == '\'');
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private void struct(String scope, Map<String, String> annotations) {
        String name = join(scope, in.name());
        boolean mutable =
                annotations.containsKey("@mutable")
                        || annotations.getOrDefault("@extensibility", "").equals("MUTABLE");
        if (in.skip(";")) {
            return;
        }
        Optional<String> base = in.skip(":") ? Optional.of(in.name()) : Optional.empty();
        List<Member> members = new ArrayList<>();
        in.expect("{");
        while (!in.skip("}")) {
            Map<String, String> of = in.annotations();
            if (of.containsKey("@optional") && !mutable) {
                throw new MessageSchemaException(
                        "IDL: struct %s has an @optional member, which is supported in @mutable structs only."
                                .formatted(name));
            }
            if (mutable && (of.containsKey("@hashid") || annotations.containsKey("@autoid"))) {
                throw new MessageSchemaException(
                        "IDL: struct %s has hashed member ids, which are not supported."
                                .formatted(name));
            }
            Optional<Integer> id = Optional.ofNullable(of.get("@id")).map(IdlDeclarations::id);
            Use type = use(scope, 0);
            do {
                String member = in.name();
                members.add(new Member(member, type.withDimensions(dimensions(scope)), id));
                // A second declarator counts on.
                id = Optional.empty();
            } while (in.skip(","));
            in.expect(";");
        }
        in.skip(";");
        structs.put(name, new Struct(scope, base, members, mutable));
    }

    private static int id(String argument) {
        try {
            int id = Integer.decode(argument);
            if (id >= 0 && id <= MAX_ID) {
                return id;
            }
        } catch (NumberFormatException e) {
            throw new MessageSchemaException(
                    "IDL: expected a member id, found '%s'.".formatted(argument), e);
        }
        throw new MessageSchemaException("IDL: member id %s is out of range.".formatted(argument));
    }

    private Use use(String scope, int depth) {
        if (depth > MessageNodes.MAX_DEPTH) {
            throw new MessageSchemaException(
                    "IDL: sequences nest too deeply in '%s'.".formatted(scope));
        }
        in.annotations();
        String name = in.name();
        if (name.equals("sequence")) {
            in.expect("<");
            Use element = use(scope, depth + 1);
            long bound = in.skip(",") ? number(scope) : -1;
            in.expect(">");
            return new Use(name, element, bound, List.of());
        }
        if (name.equals("string") || name.equals("wstring")) {
            long bound = -1;
            if (in.skip("<")) {
                bound = number(scope);
                in.expect(">");
            }
            return new Use(name, null, bound, List.of());
        }
        StringBuilder full = new StringBuilder(name);
        while ((name.equals("unsigned") || name.equals("long"))
                && (in.peek().equals("long")
                        || in.peek().equals("short")
                        || in.peek().equals("double"))) {
            name = in.take();
            full.append(' ').append(name);
        }
        return new Use(full.toString(), null, -1, List.of());
    }

    private List<Integer> dimensions(String scope) {
        List<Integer> dimensions = new ArrayList<>();
        while (in.skip("[")) {
            dimensions.add((int) number(scope));
            in.expect("]");
        }
        return dimensions;
    }

    private long number(String scope) {
        String token = in.take();
        String text = token;
        for (String inner = scope;
                ;
                inner = inner.contains("::") ? inner.substring(0, inner.lastIndexOf("::")) : "") {
            Constant constant = constants.get(join(inner, token));
            if (constant != null) {
                text = constant.value();
                break;
            }
            if (inner.isEmpty()) {
                break;
            }
        }
        try {
            long value = Long.decode(text);
            if (value >= 0 && value <= Integer.MAX_VALUE) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new MessageSchemaException(
                    "IDL: expected a length, found '%s'.".formatted(token), e);
        }
        throw new MessageSchemaException("IDL: length %s is out of range.".formatted(token));
    }
}
