/// The job that judges a packaged model and signs what it found. Start at
/// [dev.roadloop.evaluate.job.EvaluateModel].
@NullMarked
package dev.roadloop.evaluate.job;

import org.jspecify.annotations.NullMarked;
