/// Step Functions for the embedded mode: the JSONata dialect, AWS's API, durable executions.
///
/// Start at [dev.roadloop.embedded.stepfunctions.StepFunctions]. A definition becomes a
/// [dev.roadloop.embedded.stepfunctions.asl.Machine]; an execution is an append-only journal
/// ([dev.roadloop.embedded.stepfunctions.history.Journal]) that
/// [dev.roadloop.embedded.stepfunctions.engine.Execution] writes and, after a restart, continues
/// from.
@NullMarked
package dev.roadloop.embedded.stepfunctions;

import org.jspecify.annotations.NullMarked;
