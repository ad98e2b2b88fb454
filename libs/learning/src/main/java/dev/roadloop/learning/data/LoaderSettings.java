package dev.roadloop.learning.data;

/// How batches are made.
///
/// @param batch images in each
/// @param seed of order and augmentation
/// @param mosaic share of images that are mosaics, 0 to 1
/// @param mosaicBatches number of the batch from which there are none any more: the last part of a
///   training sees images as they are
/// @param threads that make them
/// @param ahead batches made or being made before they are taken
public record LoaderSettings(
        int batch, long seed, double mosaic, long mosaicBatches, int threads, int ahead) {

    /// Checks the bounds.
    public LoaderSettings {
        if (batch < 1 || threads < 1 || ahead < 1 || !(mosaic >= 0 && mosaic <= 1)) {
            throw new IllegalArgumentException(
                    "expected at least one image, thread and batch ahead, and a share of mosaics"
                            + " from 0"
                            + " to 1, found %d, %d, %d and %s"
                                    .formatted(batch, threads, ahead, mosaic));
        }
    }
}
