/// The loop over steps. Start at [dev.roadloop.learning.training.Trainer].
@NullMarked
package dev.roadloop.learning.training;

import org.jspecify.annotations.NullMarked;
