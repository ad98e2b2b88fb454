/// Reading and writing recordings: MCAP, ROS 1 bags and rosbag2, behind one interface.
@NullMarked
package dev.roadloop.sensorlog;

import org.jspecify.annotations.NullMarked;
