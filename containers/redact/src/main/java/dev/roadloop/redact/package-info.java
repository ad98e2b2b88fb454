/// The jobs that redact a drive: `redact` looks at and covers the pictures of one range of log
/// time, `merge` joins all ranges to clean recordings, estimates the recall and signs the report.
/// Start at [dev.roadloop.redact.RedactRange] and [dev.roadloop.redact.MergeDrive];
/// [dev.roadloop.redact.PictureRedaction] is what happens to one picture.
@NullMarked
package dev.roadloop.redact;

import org.jspecify.annotations.NullMarked;
