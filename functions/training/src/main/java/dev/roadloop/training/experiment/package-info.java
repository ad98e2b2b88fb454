/// Experiments. Start at [dev.roadloop.training.experiment.ExperimentApi].
@NullMarked
package dev.roadloop.training.experiment;

import org.jspecify.annotations.NullMarked;
