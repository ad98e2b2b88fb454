package dev.roadloop.learning.training;

import dev.roadloop.learning.optimise.LossScale;
import org.jspecify.annotations.Nullable;

/// Where a training stands, less its tensors. Equal states with equal tensors go on equally.
///
/// @param identity of network, plan and data; another training's state is refused
/// @param step changes of the weights so far
/// @param batch number of the next batch, which is the position in the data and in all chance
/// @param optimiserSteps changes that the optimiser's state has seen
/// @param rollbacks times that training went back to a checkpoint
/// @param best lowest loss on the validation samples; absent before the first look
/// @param looksSinceBest looks since then
/// @param scale of losses; only of a training in half precision
public record TrainingState(
        String identity,
        long step,
        long batch,
        long optimiserSteps,
        int rollbacks,
        @Nullable Double best,
        int looksSinceBest,
        @Nullable LossScale scale) {

    /// The state of a training that has not begun.
    static TrainingState start(String identity, @Nullable LossScale scale) {
        return new TrainingState(identity, 0, 0, 0, 0, null, 0, scale);
    }

    /// After one more step.
    ///
    /// @param changed whether it changed the weights: not if it was passed over
    TrainingState stepped(long nextBatch, boolean changed, @Nullable LossScale scaleNow) {
        return new TrainingState(
                identity,
                step + 1,
                nextBatch,
                optimiserSteps + (changed ? 1 : 0),
                rollbacks,
                best,
                looksSinceBest,
                scaleNow);
    }

    /// After going back to here from a later batch.
    TrainingState rolledBack(long nextBatch, int times) {
        return new TrainingState(
                identity, step, nextBatch, optimiserSteps, times, best, looksSinceBest, scale);
    }

    /// After a look at the validation samples.
    TrainingState judged(double loss) {
        boolean better = best == null || loss < best;
        return new TrainingState(
                identity,
                step,
                batch,
                optimiserSteps,
                rollbacks,
                better ? Double.valueOf(loss) : best,
                better ? 0 : looksSinceBest + 1,
                scale);
    }

    /// What the learning rate is multiplied by: it halves with each rollback.
    double rateScale() {
        return Math.pow(0.5, rollbacks);
    }
}
