package dev.roadloop.sensorlog.message;

/// A type without parts.
public enum ScalarType implements FieldType {
    /// True or false; any byte but zero is true.
    BOOL(1),
    /// Signed 8 bits.
    INT8(1),
    /// Unsigned 8 bits. A list of these is a blob: it reaches a sink as one run of bytes.
    UINT8(1),
    /// Signed 16 bits.
    INT16(2),
    /// Unsigned 16 bits.
    UINT16(2),
    /// Signed 32 bits.
    INT32(4),
    /// Unsigned 32 bits.
    UINT32(4),
    /// Signed 64 bits.
    INT64(8),
    /// Unsigned 64 bits; handed over as the `long` with the same bits.
    UINT64(8),
    /// IEEE 754 single precision.
    FLOAT32(4),
    /// IEEE 754 double precision.
    FLOAT64(8),
    /// Text. ROS does not promise UTF-8, so the bytes are handed over as they are.
    STRING(4),
    /// Text of 16-bit characters.
    WSTRING(4),
    /// A point in time: nanoseconds since the Unix epoch.
    TIME(8),
    /// A span of time in nanoseconds.
    DURATION(8),
    /// A JSON value of any kind, as JSON text.
    JSON(1);

    private final int wireSize;

    ScalarType(int wireSize) {
        this.wireSize = wireSize;
    }

    /// Bytes of a number in the ROS and CDR encodings; for texts, the bytes of their length prefix.
    int wireSize() {
        return wireSize;
    }
}
