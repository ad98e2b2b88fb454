/// The job that turns a recording into columnar tables and keyframes. Start at
/// [dev.roadloop.convert.DriveConverter], which reads each recording once;
/// [dev.roadloop.convert.ConvertDrive] is the job around it.
@NullMarked
package dev.roadloop.convert;

import org.jspecify.annotations.NullMarked;
