/// Records why a step of the workflow failed, and lets a redrive pass.
///
/// Start with [dev.roadloop.ingest.failure.RecordFailure].
@NullMarked
package dev.roadloop.ingest.failure;

import org.jspecify.annotations.NullMarked;
