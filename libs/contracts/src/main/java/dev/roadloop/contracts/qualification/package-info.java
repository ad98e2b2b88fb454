/// What the functions and the job that qualify a model tell each other through the gold bucket.
/// Start at [dev.roadloop.contracts.qualification.QualificationRequest].
@NullMarked
package dev.roadloop.contracts.qualification;

import org.jspecify.annotations.NullMarked;
