package dev.roadloop.training.run;

/// A run as an index knows it.
///
/// @param revision of its document; grows with each write
record IndexedRun(long revision, Run run) {}
