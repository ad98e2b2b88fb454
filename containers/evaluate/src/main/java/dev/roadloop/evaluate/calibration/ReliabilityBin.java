package dev.roadloop.evaluate.calibration;

/// The detections whose scores lie in one stretch.
///
/// @param from its lower limit, excluded but for 0
/// @param to its upper limit, included
/// @param detections how many there are
/// @param confidence the mean of their scores, 0 when there are none
/// @param precision the part of them that found an object, 0 when there are none
public record ReliabilityBin(
        double from, double to, long detections, double confidence, double precision) {}
