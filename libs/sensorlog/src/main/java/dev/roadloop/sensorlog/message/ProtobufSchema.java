package dev.roadloop.sensorlog.message;

import dev.roadloop.sensorlog.message.ProtobufType.ProtobufField;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads a serialised `google.protobuf.FileDescriptorSet`, as MCAP carries it.
///
/// Source: `google/protobuf/descriptor.proto` (field numbers below).
final class ProtobufSchema {

    private static final int MAX_TYPES = 10_000;

    private final Map<String, ProtobufType> types = new HashMap<>();

    private ProtobufSchema() {}

    static ProtobufSchema parse(String name, byte[] descriptorSet) {
        ProtobufSchema schema = new ProtobufSchema();
        try {
            forEach(
                    descriptorSet,
                    0,
                    descriptorSet.length,
                    (number, in, at, length) -> {
                        if (number == 1 && at >= 0) {
                            schema.file(in.data, at, length);
                        }
                    });
        } catch (MalformedMessage e) {
            throw new MessageSchemaException(
                    "The protobuf schema of %s is no FileDescriptorSet, byte %d: %s"
                            .formatted(name, e.offset(), e.getMessage()),
                    e);
        }
        if (!schema.types.containsKey(name)) {
            throw new MessageSchemaException(
                    "The protobuf schema of %s does not define it; it defines %s."
                            .formatted(
                                    name,
                                    schema.types.keySet().stream().sorted().limit(50).toList()));
        }
        return schema;
    }

    ProtobufType type(String name) {
        ProtobufType type = types.get(name);
        if (type == null) {
            throw new MessageSchemaException(
                    "The protobuf schema uses %s and does not define it.".formatted(name));
        }
        return type;
    }

    /// The type in terms that all schema languages share. Messages inside themselves become blobs.
    StructType struct(String name) {
        return struct(name, new HashSet<>());
    }

    private StructType struct(String name, Set<String> open) {
        if (open.size() > MessageNodes.MAX_DEPTH) {
            throw new MessageSchemaException("protobuf type %s nests too deeply.".formatted(name));
        }
        open.add(name);
        List<Field> fields = new ArrayList<>();
        for (ProtobufField field : type(name).fields()) {
            FieldType one = valueType(field, open);
            fields.add(new Field(field.name(), field.repeated() ? ListType.variable(one) : one));
        }
        open.remove(name);
        return new StructType(name, fields, List.of());
    }

    private FieldType valueType(ProtobufField field, Set<String> open) {
        if (field.type() == 12) {
            return ListType.variable(ScalarType.UINT8);
        }
        if (!field.isMessage()) {
            return field.scalar();
        }
        return switch (field.typeName()) {
            case "google.protobuf.Timestamp" -> ScalarType.TIME;
            case "google.protobuf.Duration" -> ScalarType.DURATION;
            case String name when open.contains(name) -> ListType.variable(ScalarType.UINT8);
            case String name -> struct(name, open);
        };
    }

    private interface FieldVisitor {
        /// @param at for a length-delimited field, where its bytes begin; else the number's value
        ///   is in `length`
        void field(int number, ProtobufCursor in, int at, int length) throws MalformedMessage;
    }

    private static void forEach(byte[] data, int at, int length, FieldVisitor visitor)
            throws MalformedMessage {
        ProtobufCursor in = new ProtobufCursor(data, 0, at, at + length);
        while (!in.atEnd()) {
            int tag = (int) in.varint();
            switch (tag & 7) {
                case ProtobufCursor.LENGTH -> {
                    int size = in.length();
                    visitor.field(tag >>> 3, in, in.skip(size), size);
                }
                case ProtobufCursor.VARINT -> visitor.field(tag >>> 3, in, -1, (int) in.varint());
                default -> in.skipValue(tag & 7, tag >>> 3);
            }
        }
    }

    private static String text(ProtobufCursor in, int at, int length) {
        return at < 0 ? "" : new String(in.data, at, length, StandardCharsets.UTF_8);
    }

    private static final class FileHead {
        String prefix = "";
        String syntax = "proto2";
    }

    private void file(byte[] data, int at, int length) throws MalformedMessage {
        FileHead head = new FileHead();
        forEach(
                data,
                at,
                length,
                (number, in, from, size) -> {
                    if (number == 2) {
                        head.prefix = text(in, from, size) + ".";
                    } else if (number == 12) {
                        head.syntax = text(in, from, size);
                    }
                });
        forEach(
                data,
                at,
                length,
                (number, in, from, size) -> {
                    if (number == 4 && from >= 0) {
                        message(in.data, from, size, head.prefix, head.syntax.equals("proto3"), 0);
                    }
                });
    }

    private void message(
            byte[] data, int at, int length, String prefix, boolean implicit, int depth)
            throws MalformedMessage {
        if (depth > MessageNodes.MAX_DEPTH || types.size() >= MAX_TYPES) {
            throw new MessageSchemaException(
                    "The protobuf schema has too many types or nests too deeply.");
        }
        List<ProtobufField> fields = new ArrayList<>();
        String[] name = {""};
        forEach(
                data,
                at,
                length,
                (number, in, from, size) -> {
                    if (number == 1) {
                        name[0] = text(in, from, size);
                    } else if (number == 2 && from >= 0) {
                        fields.add(field(in.data, from, size, implicit));
                    }
                });
        String full = prefix + name[0];
        types.put(full, new ProtobufType(full, List.copyOf(fields)));
        forEach(
                data,
                at,
                length,
                (number, in, from, size) -> {
                    if (number == 3 && from >= 0) {
                        message(in.data, from, size, full + ".", implicit, depth + 1);
                    }
                });
    }

    private static ProtobufField field(byte[] data, int at, int length, boolean implicit)
            throws MalformedMessage {
        String[] names = {"", ""};
        int[] numbers = new int[3];
        boolean[] explicit = {!implicit};
        forEach(
                data,
                at,
                length,
                (number, in, from, size) -> {
                    switch (number) {
                        case 1 -> names[0] = text(in, from, size);
                        case 6 -> names[1] = text(in, from, size);
                        case 3 -> numbers[0] = size;
                        case 4 -> numbers[1] = size;
                        case 5 -> numbers[2] = size;
                        case 9, 17 -> explicit[0] = true;
                        default -> {}
                    }
                });
        String typeName = names[1].startsWith(".") ? names[1].substring(1) : names[1];
        if (names[0].isEmpty() || numbers[0] <= 0) {
            throw new MessageSchemaException("A protobuf field has no name or number.");
        }
        boolean message = numbers[2] == 10 || numbers[2] == 11;
        return new ProtobufField(
                names[0],
                numbers[0],
                numbers[2],
                typeName,
                numbers[1] == 3,
                explicit[0] || message);
    }
}
