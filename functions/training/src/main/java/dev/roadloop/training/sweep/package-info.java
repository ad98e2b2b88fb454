/// Sweeps on the platform: the functions of the machine `sweep` around the journal in the tracking
/// table. Workers of the machine ask ([dev.roadloop.training.sweep.AskTrial]), train by a job, and
/// tell ([dev.roadloop.training.sweep.TellTrial]). Start at
/// [dev.roadloop.training.sweep.OpenSweep].
///
/// | function | needs of the environment | reads and writes |
/// | --- | --- | --- |
/// | OpenSweep, AskTrial | TRACKING_TABLE GOLD_BUCKET | table |
/// | TellTrial | TRACKING_TABLE GOLD_BUCKET | table, reads gold `models/runs/` |
/// | FinishSweep | TRACKING_TABLE GOLD_BUCKET | table, writes gold `models/sweeps/` |
@NullMarked
package dev.roadloop.training.sweep;

import org.jspecify.annotations.NullMarked;
