/// ROS 1 bags, version 2.0, after http://wiki.ros.org/Bags/Format/2.0.
///
/// Start at [dev.roadloop.sensorlog.ros1.Ros1Bag]. `BagCursor` walks a file record by record,
/// `BagIndex` is what its end says, `BagResync` finds the next record after damage.
@NullMarked
package dev.roadloop.sensorlog.ros1;

import org.jspecify.annotations.NullMarked;
