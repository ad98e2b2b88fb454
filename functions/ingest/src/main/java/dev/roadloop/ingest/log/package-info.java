/// The ingestion log: what happened to a drive, as small documents in S3 from which the catalog can
/// be rebuilt.
///
/// Start with [dev.roadloop.ingest.log.IngestLog].
@NullMarked
package dev.roadloop.ingest.log;

import org.jspecify.annotations.NullMarked;
