/// Runs, what they log, and the search for them. Start at [dev.roadloop.training.run.RunApi]; a run
/// is one document ([dev.roadloop.training.run.Run]), its metrics' history lies beside it
/// ([dev.roadloop.training.run.MetricHistory]), and searches read from memory what has not changed
/// ([dev.roadloop.training.run.RunIndex]).
@NullMarked
package dev.roadloop.training.run;

import org.jspecify.annotations.NullMarked;
