/// Judges models: what they find against what is there. Start at
/// [dev.roadloop.evaluate.detection.CocoEvaluation].
@NullMarked
package dev.roadloop.evaluate;

import org.jspecify.annotations.NullMarked;
