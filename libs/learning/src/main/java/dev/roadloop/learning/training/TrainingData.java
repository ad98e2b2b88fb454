package dev.roadloop.learning.training;

import dev.roadloop.learning.data.Sample;
import java.util.List;

/// What to learn from.
///
/// @param identity of the set, its digest
/// @param training samples to learn from, at least one
/// @param validation samples to look at now and then, never learnt from; none is allowed
public record TrainingData(String identity, List<Sample> training, List<Sample> validation) {

    /// Copies the lists.
    public TrainingData {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
        if (training.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset " + identity + ": expected training samples, found none");
        }
    }
}
