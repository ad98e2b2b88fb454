/// How the clocks in a drive's messages run against the clock that logged them. Start at
/// [dev.roadloop.drivejob.clock.ClockTrack], which takes times and gives a
/// [dev.roadloop.drivejob.clock.ClockFit].
@NullMarked
package dev.roadloop.drivejob.clock;

import org.jspecify.annotations.NullMarked;
