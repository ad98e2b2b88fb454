/// The function that answers MLflow's clients. Start at
/// [dev.roadloop.training.server.TrackingHandler].
@NullMarked
package dev.roadloop.training.server;

import org.jspecify.annotations.NullMarked;
