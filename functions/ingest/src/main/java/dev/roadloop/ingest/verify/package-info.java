/// Verifies a landed file and copies it to where raw drives lie.
///
/// Start with [dev.roadloop.ingest.verify.VerifyFile].
@NullMarked
package dev.roadloop.ingest.verify;

import org.jspecify.annotations.NullMarked;
