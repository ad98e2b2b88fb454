package dev.roadloop.embedded.batch;

/// A queue of the template.
///
/// @param priority jobs of a queue with a higher one go first
/// @param enabled false if it takes no jobs
public record JobQueue(String name, String arn, int priority, boolean enabled) {}
