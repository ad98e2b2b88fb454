/// How an ingestion stands: the machine's steps, their jobs, what was read and written. Start at
/// [dev.roadloop.cli.progress.ProgressReader].
@NullMarked
package dev.roadloop.cli.progress;

import org.jspecify.annotations.NullMarked;
