/// Reading and writing recordings: MCAP, ROS 1 bags and rosbag2, behind one interface.
///
/// Start at [dev.roadloop.sensorlog.Recordings], which opens a file by what it contains, and
/// [dev.roadloop.sensorlog.Recording], what an opened file can do. A
/// [dev.roadloop.sensorlog.Ledger] says what was in a recording, a
/// [dev.roadloop.sensorlog.LossReport] what could not be had.
///
/// Times are nanoseconds since the recording's epoch, for all three formats the Unix epoch by
/// convention.
@NullMarked
package dev.roadloop.sensorlog;

import org.jspecify.annotations.NullMarked;
