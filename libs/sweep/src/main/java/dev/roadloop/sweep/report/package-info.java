/// A sweep as JSON and as a page to look at. Start at [dev.roadloop.sweep.report.SweepReport].
@NullMarked
package dev.roadloop.sweep.report;

import org.jspecify.annotations.NullMarked;
