/// The gate in front of production: evidence and a policy in, a decision with its reasons out.
/// Start at [dev.roadloop.models.gate.Gate].
@NullMarked
package dev.roadloop.models.gate;

import org.jspecify.annotations.NullMarked;
