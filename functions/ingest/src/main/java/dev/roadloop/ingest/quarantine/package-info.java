/// Puts drives, and uploads that never became drives, in quarantine.
///
/// Start with [dev.roadloop.ingest.quarantine.QuarantineDrive].
@NullMarked
package dev.roadloop.ingest.quarantine;

import org.jspecify.annotations.NullMarked;
