/// MLflow's REST API as HTTP: calls, their fields, answers and errors. Start at
/// [dev.roadloop.training.api.Call]; [dev.roadloop.training.api.Routes] finds what answers it.
@NullMarked
package dev.roadloop.training.api;

import org.jspecify.annotations.NullMarked;
