package dev.roadloop.evaluate.slices;

import java.util.BitSet;

/// Two models on one slice.
///
/// @param slice its name
/// @param images its images
/// @param baseline the model before, on the slice's images only
/// @param candidate the model to be judged, on the slice's images only
record PairedSlice(
        String slice, BitSet images, ComparedNumbers baseline, ComparedNumbers candidate) {

    /// The weights of a draw with 0 for all images that the slice does not have.
    int[] within(int[] weights) {
        int[] kept = new int[weights.length];
        for (int image = images.nextSetBit(0); image >= 0; image = images.nextSetBit(image + 1)) {
            kept[image] = weights[image];
        }
        return kept;
    }
}
