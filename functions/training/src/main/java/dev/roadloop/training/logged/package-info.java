/// Models that runs log, as clients of MLflow 3 have them: things of their own beside runs, with
/// parameters, tags, metrics and artifacts. Start at [dev.roadloop.training.logged.LoggedModelApi].
@NullMarked
package dev.roadloop.training.logged;

import org.jspecify.annotations.NullMarked;
