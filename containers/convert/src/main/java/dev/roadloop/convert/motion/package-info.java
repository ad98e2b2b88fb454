/// What cameras saw of the vehicle's motion, laid over what its gyroscope felt, to tell how late
/// pictures are. Start at [dev.roadloop.convert.motion.CameraClocks].
@NullMarked
package dev.roadloop.convert.motion;

import org.jspecify.annotations.NullMarked;
