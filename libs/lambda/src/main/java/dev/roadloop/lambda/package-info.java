/// What the functions of all contexts share: how a handler answers, and how a state machine's
/// execution fails so that it can be redriven.
///
/// Start with [dev.roadloop.lambda.JsonFunction] and [dev.roadloop.lambda.FailExecution].
@NullMarked
package dev.roadloop.lambda;

import org.jspecify.annotations.NullMarked;
