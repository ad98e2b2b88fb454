package dev.roadloop.train;

import dev.roadloop.learning.areas.AreaGrid;
import dev.roadloop.learning.areas.AreaScore;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.training.Learner;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// How well a trained network finds areas in samples that are held out.
final class AreaResults {

    private AreaResults() {}

    /// The mean intersection over union, at the cells at which the network answers.
    ///
    /// @param batch samples looked at together
    /// @return null where no areas are known
    static @Nullable Double meanIou(
            Learner learner, BatchMaker maker, List<Sample> samples, int batch) {
        NetworkShape shape = maker.shape();
        if (shape.areas() == 0) {
            return null;
        }
        AreaScore score = new AreaScore(AreaGrid.over(shape.grid(), shape.areas()));
        for (int from = 0; from < samples.size(); from += batch) {
            List<Sample> some = samples.subList(from, Math.min(samples.size(), from + batch));
            learner.judge(maker.plain(some), score);
        }
        OptionalDouble mean = score.mean();
        return mean.isPresent() ? mean.getAsDouble() : null;
    }
}
