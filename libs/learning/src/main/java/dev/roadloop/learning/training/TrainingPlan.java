package dev.roadloop.learning.training;

import dev.roadloop.learning.optimise.LearningRate;

/// How to train.
///
/// @param batch images of one forward and backward pass
/// @param accumulate passes whose gradients are added before the weights change, a mean of theirs;
///   each divides its losses by what is in its own images, so they are as one pass over all where
///   each has as much
/// @param steps changes of the weights
/// @param rate of learning, by step
/// @param decay of weights, as AdamW has it
/// @param clip longest gradient
/// @param average decay of the averaged weights, which become the model
/// @param mosaic share of images that are mosaics
/// @param plainShare last share of the steps, without mosaics
/// @param saveEvery steps from checkpoint to checkpoint
/// @param judgeEvery steps from one look at the validation samples to the next
/// @param patience looks without a lower loss after which training ends; 0 for never
/// @param seed of everything that is left to chance
public record TrainingPlan(
        int batch,
        int accumulate,
        long steps,
        LearningRate rate,
        double decay,
        double clip,
        double average,
        double mosaic,
        double plainShare,
        long saveEvery,
        long judgeEvery,
        int patience,
        long seed) {

    /// Checks the bounds.
    public TrainingPlan {
        if (batch < 1 || accumulate < 1 || steps < 1 || saveEvery < 1 || judgeEvery < 1) {
            throw new IllegalArgumentException(
                    "expected at least one image, pass and step, and steps between checkpoints and"
                            + " looks,"
                            + " found %d, %d, %d, %d and %d"
                                    .formatted(batch, accumulate, steps, saveEvery, judgeEvery));
        }
        if (!(decay >= 0 && clip > 0 && average >= 0 && average < 1) || patience < 0) {
            throw new IllegalArgumentException(
                    "expected a decay of at least 0, a clip above 0, an average from 0 to 1 and a"
                            + " patience"
                            + " of at least 0, found %s, %s, %s and %d"
                                    .formatted(decay, clip, average, patience));
        }
        if (!(mosaic >= 0 && mosaic <= 1 && plainShare >= 0 && plainShare <= 1)) {
            throw new IllegalArgumentException(
                    "expected shares from 0 to 1, found %s and %s".formatted(mosaic, plainShare));
        }
    }

    /// Number of the batch from which there are no mosaics.
    long mosaicBatches() {
        return Math.round(steps * (1 - plainShare)) * accumulate;
    }
}
