/// Boxes, what a network should answer for them, how wrong an answer is, and boxes from answers.
/// Start at [dev.roadloop.learning.detection.TargetAssignment].
@NullMarked
package dev.roadloop.learning.detection;

import org.jspecify.annotations.NullMarked;
