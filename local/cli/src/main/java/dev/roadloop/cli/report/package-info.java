/// The HTML report of a drive: a page that needs nothing beside itself, and runs no script. Start
/// at [dev.roadloop.cli.report.DriveReport].
@NullMarked
package dev.roadloop.cli.report;

import org.jspecify.annotations.NullMarked;
