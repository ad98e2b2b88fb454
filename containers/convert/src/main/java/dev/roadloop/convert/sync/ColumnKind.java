package dev.roadloop.convert.sync;

/// How a column gets its value at a time between two messages.
public enum ColumnKind {
    /// On the straight line between the two; a number that changes steadily.
    LINEAR,
    /// On the shorter arc between the two; an angle in degrees that wraps.
    DEGREES,
    /// On the shorter arc between the two; an angle in radians that wraps.
    RADIANS,
    /// Turned at a steady rate from the one to the other (slerp); a unit quaternion of four
    /// columns.
    ORIENTATION,
    /// That of the nearer message, if it is near enough; a camera's frame or a lidar's sweep, of
    /// which the column holds when it was logged.
    FRAME,
    /// That of the message before; a state, such as a gear or a mode.
    STATE,
    /// No column.
    NONE
}
