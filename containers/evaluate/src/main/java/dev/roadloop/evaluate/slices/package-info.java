/// The numbers of parts of a set, and what changed in each from one model to another. Start at
/// [dev.roadloop.evaluate.slices.JudgeSlices] and [dev.roadloop.evaluate.slices.CompareModels].
@NullMarked
package dev.roadloop.evaluate.slices;

import org.jspecify.annotations.NullMarked;
