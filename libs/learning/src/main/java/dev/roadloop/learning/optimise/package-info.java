/// From gradients to weights. Start at [dev.roadloop.learning.optimise.AdamW].
@NullMarked
package dev.roadloop.learning.optimise;

import org.jspecify.annotations.NullMarked;
