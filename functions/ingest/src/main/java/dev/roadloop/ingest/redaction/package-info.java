/// What the ingest-drive machine does around the redaction of a drive: plans how it is split, and
/// holds drives of which too much may have been missed.
///
/// Start with [dev.roadloop.ingest.redaction.PlanRedaction].
@NullMarked
package dev.roadloop.ingest.redaction;

import org.jspecify.annotations.NullMarked;
