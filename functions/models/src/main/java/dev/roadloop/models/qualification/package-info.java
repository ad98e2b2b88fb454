/// The road from a registered version to a decision: what is to be judged, and the gate's verdict
/// sealed in a bundle. Start at [dev.roadloop.models.qualification.BeginQualification].
@NullMarked
package dev.roadloop.models.qualification;

import org.jspecify.annotations.NullMarked;
