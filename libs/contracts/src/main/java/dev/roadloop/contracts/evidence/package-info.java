/// What is known of a model: statements about its digest, each signed by whoever found it out.
/// Start at [dev.roadloop.contracts.evidence.Statement].
@NullMarked
package dev.roadloop.contracts.evidence;

import org.jspecify.annotations.NullMarked;
