/// The job that checks a raw recording: what is in it, what is damaged, whether its clocks and
/// sensors can be trusted. Start at [dev.roadloop.inspect.Inspection], which needs no AWS;
/// [dev.roadloop.inspect.InspectDrive] is the job around it.
@NullMarked
package dev.roadloop.inspect;

import org.jspecify.annotations.NullMarked;
