/// What a sweep's file says: the parameters and what may be drawn for them, the metric, and when to
/// stop a trial. Start at [dev.roadloop.sweep.spec.SweepFile].
@NullMarked
package dev.roadloop.sweep.spec;

import org.jspecify.annotations.NullMarked;
