package dev.roadloop.convert.lidar;

/// One field of a point, as a message declares it.
///
/// @param name such as `x` or `intensity`
/// @param offset of its first byte within a point
/// @param type of its numbers
/// @param count how many numbers it has
record PointField(String name, int offset, PointType type, int count) {

    /// Bytes of the field within a point.
    int bytes() {
        return type.bytes * count;
    }

    /// Whether an array of one holds the values of the other. Where in a point the values lie does
    /// not matter.
    boolean sameValues(PointField other) {
        return name.equals(other.name) && type == other.type && count == other.count;
    }
}
