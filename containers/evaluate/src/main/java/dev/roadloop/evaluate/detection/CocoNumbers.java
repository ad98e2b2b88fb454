package dev.roadloop.evaluate.detection;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// COCO's twelve numbers, each from 0 to 1, or -1 where there is no annotation that counts.
///
/// @param values each number, in the order of [CocoMetric]
public record CocoNumbers(Map<CocoMetric, Double> values) {
    /// Stands for a number that nothing is there for.
    public static final double ABSENT = -1;

    /// Copies the map.
    ///
    /// @throws IllegalArgumentException when a number is missing
    public CocoNumbers {
        Map<CocoMetric, Double> copy = new EnumMap<>(CocoMetric.class);
        copy.putAll(values);
        if (copy.size() != CocoMetric.values().length) {
            throw new IllegalArgumentException("expected all twelve numbers, found " + copy);
        }
        values = Collections.unmodifiableMap(copy);
    }

    /// One number.
    public double get(CocoMetric metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalStateException(metric + " is not there");
        }
        return value;
    }

    /// The numbers of one category.
    static CocoNumbers of(CategoryScores scores) {
        return mean(List.of(scores));
    }

    /// The means over categories, each over those that have annotations which count.
    static CocoNumbers mean(List<CategoryScores> categories) {
        Map<CocoMetric, Double> values = new EnumMap<>(CocoMetric.class);
        for (CocoMetric metric : CocoMetric.values()) {
            double sum = 0;
            int present = 0;
            for (CategoryScores scores : categories) {
                double value = metric.of(scores);
                if (value != ABSENT) {
                    sum += value;
                    present++;
                }
            }
            values.put(metric, present == 0 ? ABSENT : sum / present);
        }
        return new CocoNumbers(values);
    }
}
