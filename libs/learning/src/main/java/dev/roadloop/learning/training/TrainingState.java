package dev.roadloop.learning.training;

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
public record TrainingState(
        String identity,
        long step,
        long batch,
        long optimiserSteps,
        int rollbacks,
        @Nullable Double best,
        int looksSinceBest) {

    /// The state of a training that has not begun.
    static TrainingState start(String identity) {
        return new TrainingState(identity, 0, 0, 0, 0, null, 0);
    }

    /// After one more change of the weights.
    TrainingState stepped(long nextBatch) {
        return new TrainingState(
                identity, step + 1, nextBatch, optimiserSteps + 1, rollbacks, best, looksSinceBest);
    }

    /// After going back to here from a later batch.
    TrainingState rolledBack(long nextBatch, int times) {
        return new TrainingState(
                identity, step, nextBatch, optimiserSteps, times, best, looksSinceBest);
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
                better ? 0 : looksSinceBest + 1);
    }

    /// What the learning rate is multiplied by: it halves with each rollback.
    double rateScale() {
        return Math.pow(0.5, rollbacks);
    }
}
