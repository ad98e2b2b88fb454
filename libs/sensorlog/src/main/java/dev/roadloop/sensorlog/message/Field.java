package dev.roadloop.sensorlog.message;

/// A named field of a struct.
///
/// @param name the field's name as the schema has it
/// @param type its type
public record Field(String name, FieldType type) {

    public Field {
        if (name.isEmpty()) {
            throw new MessageSchemaException("A field has an empty name.");
        }
    }
}
