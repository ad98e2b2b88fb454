package dev.roadloop.sensorlog.message;

/// A list of values of one type.
///
/// @param element type of the elements
/// @param fixedLength number of elements where the schema fixes it, else -1
/// @param maxLength most elements that the schema allows, else -1
public record ListType(FieldType element, int fixedLength, int maxLength) implements FieldType {

    public ListType {
        if (fixedLength < -1 || maxLength < -1) {
            throw new MessageSchemaException(
                    "Array length must not be negative: found %d, bound %d."
                            .formatted(fixedLength, maxLength));
        }
    }

    /// A list of any length.
    static ListType variable(FieldType element) {
        return new ListType(element, -1, -1);
    }

    /// A list whose length the schema fixes.
    static ListType fixed(FieldType element, int length) {
        return new ListType(element, length, length);
    }

    /// Whether the schema fixes the length.
    public boolean isFixed() {
        return fixedLength >= 0;
    }

    /// Whether this is a run of bytes rather than a list of numbers.
    public boolean isBlob() {
        return element == ScalarType.UINT8;
    }
}
