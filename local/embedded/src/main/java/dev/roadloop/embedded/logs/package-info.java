/// CloudWatch Logs: what functions and jobs print, as plain files, and the calls that read them.
/// Start at [dev.roadloop.embedded.logs.LogStore].
@NullMarked
package dev.roadloop.embedded.logs;

import org.jspecify.annotations.NullMarked;
