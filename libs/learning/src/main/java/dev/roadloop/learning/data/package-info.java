/// From labelled images to batches, on other cores ahead of the step. Start at
/// [dev.roadloop.learning.data.BatchLoader].
@NullMarked
package dev.roadloop.learning.data;

import org.jspecify.annotations.NullMarked;
