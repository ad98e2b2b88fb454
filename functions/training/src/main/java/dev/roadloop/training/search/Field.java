package dev.roadloop.training.search;

/// What is asked about.
///
/// @param key the metric's, parameter's or tag's key, or the attribute's name
/// @param numeric whether its values are numbers
public record Field(Entity entity, String key, boolean numeric) {}
