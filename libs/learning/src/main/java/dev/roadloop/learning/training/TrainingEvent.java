package dev.roadloop.learning.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happens while a training goes on.
public sealed interface TrainingEvent {

    /// The weights changed.
    ///
    /// @param step number of the change, from 1
    /// @param loss of its batches, mean
    /// @param classes part of the loss: what is there
    /// @param boxes part of the loss: where its sides are
    /// @param centreness part of the loss: where its middle is
    /// @param areas part of the loss: what belongs to areas; 0 where there are none
    /// @param rate of learning
    /// @param gradient length of the gradient before it was clipped
    /// @param seconds of the whole step
    /// @param waited seconds of them in which no batch was there
    record Stepped(
            long step,
            double loss,
            double classes,
            double boxes,
            double centreness,
            double areas,
            double rate,
            double gradient,
            double seconds,
            double waited)
            implements TrainingEvent {}

    /// A gradient was no number, as the loss was scaled too far for half precision: the step
    /// changed nothing, and losses are scaled half as far.
    ///
    /// @param step that was passed over
    /// @param scale from now on
    record PassedOver(long step, double scale) implements TrainingEvent {}

    /// The averaged weights were tried on the validation samples.
    ///
    /// @param step after which
    /// @param loss mean over the samples
    /// @param areaIou mean intersection over union of areas, at the cells at which the network
    ///   answers; absent where no areas are known
    record Judged(long step, double loss, @Nullable Double areaIou) implements TrainingEvent {}

    /// A loss or gradient was no number: the weights are those of the last checkpoint again, the
    /// batches go on behind the one that did it, and the learning rate is half of what it was.
    ///
    /// @param from step at which it happened
    /// @param to step of the checkpoint
    record RolledBack(long from, long to) implements TrainingEvent {}

    /// A checkpoint was written.
    ///
    /// @param step after which
    record Saved(long step) implements TrainingEvent {}

    /// The training goes on where a checkpoint left it.
    ///
    /// @param step of the checkpoint
    /// @param damaged newer checkpoints that were of no use, and why
    record Resumed(long step, List<String> damaged) implements TrainingEvent {

        /// Copies the list.
        public Resumed {
            damaged = List.copyOf(damaged);
        }
    }
}
