/// MLflow's search language: filters such as `metrics.loss < 0.1 and params.net = 'fpn'` and orders
/// such as `metrics.mAP50 DESC`. Start at [dev.roadloop.training.search.Filter]; a
/// [dev.roadloop.training.search.Vocabulary] says what can be asked of a kind of thing, and a
/// [dev.roadloop.training.search.Row] answers.
///
/// Source: "Search Runs" of the MLflow documentation, and the answers of its server.
@NullMarked
package dev.roadloop.training.search;

import org.jspecify.annotations.NullMarked;
