package dev.roadloop.convert.sync;

/// A column of the synchronised table.
///
/// @param name such as `imu_data_angular_velocity_z`
/// @param type what its values are
/// @param kind how it gets them
/// @param topic the topic that it is of
/// @param field the path in the topic's messages
public record SyncColumn(String name, Type type, ColumnKind kind, String topic, String field) {

    /// What values are.
    public enum Type {
        /// A number.
        REAL,
        /// As many numbers as the schema says, one after the other.
        REALS,
        /// A whole number.
        INTEGER,
        /// True or false.
        BOOLEAN,
        /// Text.
        TEXT,
        /// Nanoseconds since the Unix epoch.
        TIME
    }
}
