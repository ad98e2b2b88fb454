/// What this context measures. Start with [dev.roadloop.ingest.metric.IngestMetric], the whole
/// list.
@NullMarked
package dev.roadloop.ingest.metric;

import org.jspecify.annotations.NullMarked;
