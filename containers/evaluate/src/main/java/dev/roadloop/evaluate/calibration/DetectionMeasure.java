package dev.roadloop.evaluate.calibration;

import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.detection.CocoNumbers;
import dev.roadloop.evaluate.detection.WeightedNumbers;
import dev.roadloop.evaluate.statistics.Measure;
import java.util.ArrayList;
import java.util.List;

/// All numbers of a detector: COCO's twelve, the expected calibration error, and the average
/// precision of each class.
public final class DetectionMeasure implements Measure {
    /// The label of the expected calibration error.
    public static final String CALIBRATION_ERROR = "ECE";

    /// How many numbers stand before those of the classes.
    public static final int OVERALL = CocoMetric.values().length + 1;

    private final CocoEvaluation evaluation;
    private final Reliability reliability;
    private final List<String> labels;

    /// @param evaluation the matches to count
    /// @param reliability of the same detections
    public DetectionMeasure(CocoEvaluation evaluation, Reliability reliability) {
        this.evaluation = evaluation;
        this.reliability = reliability;
        List<String> names = new ArrayList<>();
        for (CocoMetric metric : CocoMetric.values()) {
            names.add(metric.label());
        }
        names.add(CALIBRATION_ERROR);
        evaluation.categoryNames().forEach(name -> names.add("AP of " + name));
        labels = List.copyOf(names);
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public double[] of(int[] weights) {
        WeightedNumbers numbers = evaluation.weighted(weights);
        double[] values = new double[labels.size()];
        int at = 0;
        for (CocoMetric metric : CocoMetric.values()) {
            values[at++] = present(numbers.overall().get(metric));
        }
        values[at++] = reliability.error(weights);
        for (double precision : numbers.precisionByCategory()) {
            values[at++] = present(precision);
        }
        return values;
    }

    private static double present(double value) {
        return value == CocoNumbers.ABSENT ? Double.NaN : value;
    }
}
