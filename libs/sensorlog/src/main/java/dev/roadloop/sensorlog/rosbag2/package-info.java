/// Reading and writing rosbag2: SQLite databases, and directories of them or of MCAP files with
/// `metadata.yaml`, split and compressed. Start at [dev.roadloop.sensorlog.rosbag2.Rosbag2].
@NullMarked
package dev.roadloop.sensorlog.rosbag2;

import org.jspecify.annotations.NullMarked;
