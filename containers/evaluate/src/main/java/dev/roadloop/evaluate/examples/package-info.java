/// Pictures of where a model is most wrong. Start at
/// [dev.roadloop.evaluate.examples.WorstExamples].
@NullMarked
package dev.roadloop.evaluate.examples;

import org.jspecify.annotations.NullMarked;
