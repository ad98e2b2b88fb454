/// Registers a drive once its upload is complete.
///
/// Start with [dev.roadloop.ingest.register.RegisterDrive]. Registration looks at what lies in the
/// landing bucket, never at what an event says of it: so it does not matter how often, how late and
/// in which order events arrive.
@NullMarked
package dev.roadloop.ingest.register;

import org.jspecify.annotations.NullMarked;
