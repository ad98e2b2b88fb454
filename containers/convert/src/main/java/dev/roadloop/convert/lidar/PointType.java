package dev.roadloop.convert.lidar;

/// The number types of `sensor_msgs/PointField`, in the order of its constants, and those that only
/// arrays of sweeps have.
enum PointType {
    INT8(1, "int8"),
    UINT8(1, "uint8"),
    INT16(2, "int16"),
    UINT16(2, "uint16"),
    INT32(4, "int32"),
    UINT32(4, "uint32"),
    FLOAT32(4, "float32"),
    FLOAT64(8, "float64"),
    INT64(8, "int64"),
    UINT64(8, "uint64");

    /// Bytes of one number.
    final int bytes;

    /// The type's name in Zarr v3.
    final String zarr;

    PointType(int bytes, String zarr) {
        this.bytes = bytes;
        this.zarr = zarr;
    }

    /// The type with this number in a message.
    ///
    /// @throws RefusedCloudException where there is none
    static PointType of(long datatype, String field) throws RefusedCloudException {
        if (datatype < 1 || datatype > FLOAT64.ordinal() + 1) {
            throw new RefusedCloudException(
                    "field %s has datatype %d; expected 1 (INT8) to 8 (FLOAT64)"
                            .formatted(field, datatype));
        }
        return values()[(int) datatype - 1];
    }

    /// Whether padding is written as NaN.
    boolean isFloat() {
        return this == FLOAT32 || this == FLOAT64;
    }
}
