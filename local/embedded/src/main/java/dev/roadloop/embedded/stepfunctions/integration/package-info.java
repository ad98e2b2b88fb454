/// What a Task does: the optimised integrations and any other action of a service of the embedded
/// mode. Start at [dev.roadloop.embedded.stepfunctions.integration.TaskRunner].
@NullMarked
package dev.roadloop.embedded.stepfunctions.integration;

import org.jspecify.annotations.NullMarked;
