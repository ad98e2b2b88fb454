package dev.roadloop.learning.detection;

/// What a network has found.
///
/// @param box where and what
/// @param score how sure it is, 0 to 1
public record Detection(ClassBox box, float score) {}
