/// Reading rosbag2 databases (SQLite storage). Start at [dev.roadloop.sensorlog.rosbag2.Rosbag2].
@NullMarked
package dev.roadloop.sensorlog.rosbag2;

import org.jspecify.annotations.NullMarked;
