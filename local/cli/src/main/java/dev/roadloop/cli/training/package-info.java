/// The training job as a process of this machine, and what is shown of it. Start at
/// [dev.roadloop.cli.training.TrainingProcess].
@NullMarked
package dev.roadloop.cli.training;

import org.jspecify.annotations.NullMarked;
