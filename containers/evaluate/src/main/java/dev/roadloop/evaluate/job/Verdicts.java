package dev.roadloop.evaluate.job;

import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.domain.Sha256;
import dev.roadloop.evaluate.calibration.DetectionMeasure;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.evaluate.masks.MaskMeasure;
import dev.roadloop.evaluate.report.EvaluationReport;
import dev.roadloop.evaluate.report.Performance;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import dev.roadloop.evaluate.slices.Difference;
import dev.roadloop.evaluate.slices.JudgeSlices;
import dev.roadloop.evaluate.slices.MeasuredNumber;
import dev.roadloop.evaluate.slices.SliceNumbers;
import dev.roadloop.evaluate.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A report as evidence: the numbers that a gate decides by. More is better of all of them, so the
/// calibration error stands as [#CALIBRATION], one less it.
///
/// Intervals are those of the bootstrap, not widened for the number of tests: a gate demands that
/// *every* slice is surely no worse, which more tests make harder to pass by chance, not easier.
final class Verdicts {
    /// One less the expected calibration error.
    static final String CALIBRATION = "calibration";

    /// The part of clean pictures' AP that is kept on spoilt ones.
    static final String ROBUSTNESS = "rPC";

    /// The part of clean pictures' mean IoU of areas that is kept on spoilt ones.
    static final String AREA_ROBUSTNESS = "rIoU";

    private Verdicts() {}

    static Evaluation evaluation(
            DatasetVersion golden, EvaluationReport report, Performance performance) {
        List<Evaluation.SliceScore> scores = new ArrayList<>();
        for (SliceNumbers slice : report.slices()) {
            for (MeasuredNumber number : slice.numbers()) {
                Double value = number.value();
                Interval interval = number.interval();
                if (value != null && interval != null) {
                    scores.add(score(slice, number.name(), value, interval));
                }
            }
        }
        return new Evaluation(
                golden, report.counts().images(), metrics(report, performance), scores);
    }

    static Map<String, Double> metrics(EvaluationReport report, Performance performance) {
        Map<String, Double> metrics = new TreeMap<>();
        for (CocoMetric metric : CocoMetric.values()) {
            double value = report.numbers().get(metric);
            if (value != CocoNumbers.ABSENT) {
                metrics.put(metric.label(), value);
            }
        }
        Double error = report.calibrationError();
        if (error != null) {
            metrics.put(CALIBRATION, 1 - error);
        }
        report.slices().stream()
                .filter(slice -> slice.slice().equals(JudgeSlices.ALL))
                .flatMap(slice -> slice.numbers().stream())
                .filter(number ->
                        number.name().equals(MaskMeasure.MEAN)
                                || number.name().startsWith(MaskMeasure.ONE))
                .forEach(number -> {
                    Double value = number.value();
                    if (value != null) {
                        metrics.put(number.name(), value);
                    }
                });
        put(metrics, ROBUSTNESS, performance.robustness().boxes());
        put(metrics, AREA_ROBUSTNESS, performance.robustness().areas());
        return metrics;
    }

    private static void put(
            Map<String, Double> metrics, String name, @Nullable RobustnessScores scores) {
        if (scores != null) {
            metrics.put(name, scores.kept());
        }
    }

    private static Evaluation.SliceScore score(
            SliceNumbers slice, String name, double value, Interval interval) {
        boolean error = name.equals(DetectionMeasure.CALIBRATION_ERROR);
        double upright = error ? 1 - value : value;
        double low = error ? 1 - interval.high() : interval.low();
        double high = error ? 1 - interval.low() : interval.high();
        return new Evaluation.SliceScore(
                slice.slice(),
                error ? CALIBRATION : name,
                upright,
                // A percentile interval need not hold the number itself.
                Math.min(low, upright),
                Math.max(high, upright),
                slice.images());
    }

    static Comparison comparison(
            DatasetVersion golden,
            @Nullable Sha256 production,
            dev.roadloop.evaluate.slices.@Nullable Comparison compared) {
        List<Comparison.SliceDifference> differences = new ArrayList<>();
        if (compared != null) {
            compared.differences().forEach(one -> differences.add(difference(one)));
        }
        return new Comparison(golden, production, differences);
    }

    private static Comparison.SliceDifference difference(Difference one) {
        boolean error = one.number().equals(DetectionMeasure.CALIBRATION_ERROR);
        double change = one.candidate() - one.baseline();
        double upright = error ? -change : change;
        double low = error ? -one.interval().high() : one.interval().low();
        double high = error ? -one.interval().low() : one.interval().high();
        return new Comparison.SliceDifference(
                one.slice(),
                error ? CALIBRATION : one.number(),
                upright,
                Math.min(low, upright),
                Math.max(high, upright));
    }
}
