/// Generates drives with ground truth: a simulated street, a software-rendered camera and noisy
/// sensors, written as a recording. Start at [dev.roadloop.simdrive.DriveGenerator].
@NullMarked
package dev.roadloop.simdrive;

import org.jspecify.annotations.NullMarked;
