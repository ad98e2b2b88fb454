package dev.roadloop.evaluate.robustness;

/// What a model reaches on images spoilt in one way.
///
/// @param corruption the way
/// @param severity 1 to 5
/// @param score COCO's AP there, or the mean IoU of areas
/// @param relativeLoss the part of the clean images' score that is lost; below 0 where it rises
public record CorruptedRun(
        Corruption corruption, int severity, double score, double relativeLoss) {}
