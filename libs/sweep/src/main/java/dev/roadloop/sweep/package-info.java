/// Sweeps: many trainings with different settings, and the best of them. Knows nothing of how a
/// trial is run: workers ask for a job, do it, and tell what came out. Start at
/// [dev.roadloop.sweep.Sweep]; its state is a [dev.roadloop.sweep.Journal] of what was asked and
/// told, in a file or in a table.
///
/// What is deterministic: an answer to an ask depends on the sweep's file, its seed, its budget and
/// on which asks and tells are in the journal before it, by their numbers and not by their order.
/// The n-th configuration of a grid or a random search depends on the file, the seed and n alone.
/// Which tells are in the journal when an ask comes depends on how long trials take; with one
/// worker it does not, and a journal says it for ever after.
@NullMarked
package dev.roadloop.sweep;

import org.jspecify.annotations.NullMarked;
