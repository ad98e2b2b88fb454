/// What is really there: boxes in space and in the picture, frame by frame, and the events of the
/// drive. Start at [dev.roadloop.simdrive.truth.DriveTruth].
@NullMarked
package dev.roadloop.simdrive.truth;

import org.jspecify.annotations.NullMarked;
