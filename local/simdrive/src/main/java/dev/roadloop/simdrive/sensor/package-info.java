/// Measurements with noise: what GNSS receiver, inertial unit, vehicle bus and lidar report of the
/// true state. Start at [dev.roadloop.simdrive.sensor.SensorSuite].
@NullMarked
package dev.roadloop.simdrive.sensor;

import org.jspecify.annotations.NullMarked;
