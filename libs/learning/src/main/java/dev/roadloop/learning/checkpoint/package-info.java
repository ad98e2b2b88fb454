/// Tensors in files that a kill cannot damage. Start at
/// [dev.roadloop.learning.checkpoint.CheckpointStore].
@NullMarked
package dev.roadloop.learning.checkpoint;

import org.jspecify.annotations.NullMarked;
