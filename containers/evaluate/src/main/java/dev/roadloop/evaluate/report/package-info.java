/// An evaluation for others to read: as JSON and as a page. Start at
/// [dev.roadloop.evaluate.report.EvaluationReport].
@NullMarked
package dev.roadloop.evaluate.report;

import org.jspecify.annotations.NullMarked;
