/// Experiment tracking: MLflow's REST API on a table and a bucket, which cost nothing while nobody
/// asks. Start at [dev.roadloop.training.server.TrackingHandler], the function behind the HTTP API;
/// [dev.roadloop.training.server.TrackingServer] lists what it answers. Any MLflow client works
/// with it unchanged.
///
/// | function | needs of the environment | reads and writes |
/// | --- | --- | --- |
/// | Tracking | TRACKING_TABLE GOLD_BUCKET | table, gold `tracking/` |
/// | BeginRun | TRACKING_TABLE GOLD_BUCKET | table |
/// | FollowRun, RecordRun | TRACKING_TABLE GOLD_BUCKET | table, reads gold `models/runs/` |
@NullMarked
package dev.roadloop.training;

import org.jspecify.annotations.NullMarked;
