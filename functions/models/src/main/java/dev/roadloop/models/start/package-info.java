/// From a training that finished to an execution that qualifies its model. Start at
/// [dev.roadloop.models.start.StartQualification].
@NullMarked
package dev.roadloop.models.start;

import org.jspecify.annotations.NullMarked;
