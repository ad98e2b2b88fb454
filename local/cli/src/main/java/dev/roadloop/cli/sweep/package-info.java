/// Runs the trials of a sweep on this machine: a process for each job, any number of workers. Start
/// at [dev.roadloop.cli.sweep.Workers].
@NullMarked
package dev.roadloop.cli.sweep;

import org.jspecify.annotations.NullMarked;
