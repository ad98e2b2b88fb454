/// The running platform as the commands see it: buckets, catalog and executions of one endpoint.
/// Start at [dev.roadloop.cli.platform.Platform].
@NullMarked
package dev.roadloop.cli.platform;

import org.jspecify.annotations.NullMarked;
