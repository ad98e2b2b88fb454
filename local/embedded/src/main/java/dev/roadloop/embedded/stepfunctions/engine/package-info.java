/// Runs executions. An execution is an actor: one thread at a time works on it, so its history has
/// one order and needs no locks. Start at [dev.roadloop.embedded.stepfunctions.engine.Execution],
/// then [dev.roadloop.embedded.stepfunctions.engine.Branch] and one `…Run` class per state type.
@NullMarked
package dev.roadloop.embedded.stepfunctions.engine;

import org.jspecify.annotations.NullMarked;
