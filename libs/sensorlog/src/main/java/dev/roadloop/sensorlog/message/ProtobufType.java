package dev.roadloop.sensorlog.message;

import java.util.List;

/// A message type of a protobuf descriptor.
///
/// @param name full name without a leading dot
/// @param fields in the order of the descriptor
record ProtobufType(String name, List<ProtobufField> fields) {

    /// A field of a message type.
    ///
    /// @param type number of the type in `FieldDescriptorProto.Type`, 1 to 18
    /// @param typeName full name of a message or enum type, else empty
    /// @param present whether absence can be told from the default value
    record ProtobufField(
            String name, int number, int type, String typeName, boolean repeated, boolean present) {

        boolean isMessage() {
            return type == 10 || type == 11;
        }

        /// The type of one value; messages are resolved elsewhere.
        ScalarType scalar() {
            return switch (type) {
                case 1 -> ScalarType.FLOAT64;
                case 2 -> ScalarType.FLOAT32;
                case 3, 16, 18 -> ScalarType.INT64;
                case 4, 6 -> ScalarType.UINT64;
                case 5, 14, 15, 17 -> ScalarType.INT32;
                case 7, 13 -> ScalarType.UINT32;
                case 8 -> ScalarType.BOOL;
                case 9 -> ScalarType.STRING;
                default ->
                        throw new MessageSchemaException(
                                "protobuf field %s has type number %d, which is not supported."
                                        .formatted(name, type));
            };
        }

        /// The wire type of an unpacked value.
        int wireType() {
            return switch (type) {
                case 1, 6, 16 -> ProtobufCursor.FIXED64;
                case 2, 7, 15 -> ProtobufCursor.FIXED32;
                case 9, 11, 12 -> ProtobufCursor.LENGTH;
                case 10 -> ProtobufCursor.START_GROUP;
                default -> ProtobufCursor.VARINT;
            };
        }

        /// Whether several values may lie in one run of bytes.
        boolean packable() {
            return repeated
                    && wireType() != ProtobufCursor.LENGTH
                    && wireType() != ProtobufCursor.START_GROUP;
        }
    }
}
