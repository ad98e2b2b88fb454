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
public record StructType(String name, List<Field> fields, List<Constant> constants)
        implements FieldType {

    public StructType {
        fields = List.copyOf(fields);
        constants = List.copyOf(constants);
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.name())) {
                throw new MessageSchemaException(
                        "Type %s has two fields named '%s'.".formatted(name, field.name()));
            }
        }
    }
}
