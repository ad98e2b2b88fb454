package dev.roadloop.evaluate.detection;

import java.util.List;

/// The numbers of a set in which images count more than once or not at all.
///
/// @param overall the twelve numbers
/// @param precisionByCategory average precision of each category, -1 where it has none
public record WeightedNumbers(CocoNumbers overall, List<Double> precisionByCategory) {
    /// Copies the list.
    public WeightedNumbers {
        precisionByCategory = List.copyOf(precisionByCategory);
    }
}
