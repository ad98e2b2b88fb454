/// What every batch job on one drive shares: how it starts and ends, how it finds the drive's
/// recordings, and how it uses all cores. Start at [dev.roadloop.drivejob.DriveJob], which is a
/// job's `main`; [dev.roadloop.drivejob.RawDrive] opens what was registered;
/// [dev.roadloop.drivejob.TopicFanOut] hands messages to workers.
@NullMarked
package dev.roadloop.drivejob;

import org.jspecify.annotations.NullMarked;
