package dev.roadloop.evaluate.robustness;

/// What a model reaches on images spoilt in one way.
///
/// @param corruption the way
/// @param severity 1 to 5
/// @param precision COCO's AP there
/// @param relativeLoss the part of the clean images' AP that is lost; below 0 where it rises
public record CorruptedRun(
        Corruption corruption, int severity, double precision, double relativeLoss) {}
