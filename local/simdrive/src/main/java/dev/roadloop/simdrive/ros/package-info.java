/// The message types a drive is written in, and their bytes in ROS 1 and in CDR. Start at
/// [dev.roadloop.simdrive.ros.RosType] and [dev.roadloop.simdrive.ros.RosBytes].
@NullMarked
package dev.roadloop.simdrive.ros;

import org.jspecify.annotations.NullMarked;
