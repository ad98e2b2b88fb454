/// Programs of container images as processes of this machine, which outlive this one: what Batch
/// and SageMaker jobs share. Start at [dev.roadloop.embedded.container.JobAttempt].
@NullMarked
package dev.roadloop.embedded.container;

import org.jspecify.annotations.NullMarked;
