/// What happened in an execution, in AWS's event model, on disk. The history is the truth: whatever
/// a process knew when it was killed is rebuilt from it. Start at
/// [dev.roadloop.embedded.stepfunctions.history.Journal].
@NullMarked
package dev.roadloop.embedded.stepfunctions.history;

import org.jspecify.annotations.NullMarked;
