package dev.roadloop.sensorlog.message;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A type made of named fields.
///
/// @param name the type's name: `pkg/Type` for ROS, the full name for protobuf, the title for JSON
///   schemas
/// @param fields in the order of the schema; their names differ
/// @param constants that the schema declares in this type
/// @param memberIds of a mutable type of DDS, whose fields carry ids in a message and may come in
///   any order or not at all: the id of each field; empty for others
public record StructType(
        String name, List<Field> fields, List<Constant> constants, List<Integer> memberIds)
        implements FieldType {

    public StructType {
        fields = List.copyOf(fields);
        constants = List.copyOf(constants);
        memberIds = List.copyOf(memberIds);
        if (!memberIds.isEmpty()
                && (memberIds.size() != fields.size()
                        || Set.copyOf(memberIds).size() != fields.size())) {
            throw new MessageSchemaException(
                    "Type %s needs an id for each of its %d fields, found %s."
                            .formatted(name, fields.size(), memberIds));
        }
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new MessageSchemaException(
                        "Type %s has two fields named '%s'.".formatted(name, field.name()));
            }
        }
    }

    /// A type whose fields all come in the order of the schema.
    public StructType(String name, List<Field> fields, List<Constant> constants) {
        this(name, fields, constants, List.of());
    }

    /// Whether fields carry ids and may be missing.
    public boolean isMutable() {
        return !memberIds.isEmpty();
    }
}
