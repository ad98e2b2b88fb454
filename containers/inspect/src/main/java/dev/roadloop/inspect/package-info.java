/// The job that checks a raw recording: what is in it, what is damaged, whether its clocks and sensors can be trusted.
/// Start at [dev.roadloop.inspect.SensorPolicy].
@NullMarked
package dev.roadloop.inspect;

import org.jspecify.annotations.NullMarked;
