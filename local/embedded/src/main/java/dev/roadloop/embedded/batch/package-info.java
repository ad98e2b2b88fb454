/// Batch: job queues and definitions of the template, and jobs that run the image's program as a
/// process of this machine. Start at [dev.roadloop.embedded.batch.BatchApi]; a job's way is
/// BatchApi → JobScheduler → JobRunner.
@NullMarked
package dev.roadloop.embedded.batch;

import org.jspecify.annotations.NullMarked;
