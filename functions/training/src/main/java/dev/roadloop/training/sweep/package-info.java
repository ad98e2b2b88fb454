/// Sweeps in the tracking table. Start at [dev.roadloop.training.sweep.TableJournal].
@NullMarked
package dev.roadloop.training.sweep;

import org.jspecify.annotations.NullMarked;
