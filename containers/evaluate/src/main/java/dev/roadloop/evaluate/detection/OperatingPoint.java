package dev.roadloop.evaluate.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The score that a detector would be cut at in use, if an object missed weighs as much as one
/// invented: where F1, the harmonic mean of precision and recall over all classes at an overlap of
/// 0.50, is best. Crowd regions and what lies in them count for nothing.
///
/// @param score the least that counts
/// @param precision the part of counted detections that find an object
/// @param recall the part of objects that are found
public record OperatingPoint(double score, double precision, double recall) {

    /// Their harmonic mean.
    public double f1() {
        return 2 * precision * recall / (precision + recall);
    }

    private record Scored(double score, boolean hit) {}

    /// The best point, the highest score among equals; empty where no object is found.
    public static Optional<OperatingPoint> of(CocoEvaluation evaluation) {
        List<Scored> detections = new ArrayList<>();
        evaluation.outcomes((image, category, score, outcome) -> {
            if (outcome != Outcome.IGNORED) {
                detections.add(new Scored(score, outcome == Outcome.HIT));
            }
        });
        detections.sort(Comparator.comparingDouble(Scored::score).reversed());
        long objects = evaluation.objects();
        OperatingPoint best = null;
        int hits = 0;
        for (int i = 0; i < detections.size(); i++) {
            hits += detections.get(i).hit() ? 1 : 0;
            double score = detections.get(i).score();
            boolean last = i + 1 == detections.size() || detections.get(i + 1).score() < score;
            if (last && hits > 0) {
                OperatingPoint point =
                        new OperatingPoint(
                                score, hits / (i + 1.0), Math.min(1, hits / (double) objects));
                if (best == null || point.f1() > best.f1()) {
                    best = point;
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
