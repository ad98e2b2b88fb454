package dev.roadloop.learning.network;

import dev.roadloop.learning.detection.FeatureGrid;

/// How large a network is.
///
/// @param grid its input in pixels and the locations at which it answers
/// @param classes number of classes, at least 1
/// @param width channels of the first stage; deeper ones have 2, 4, 6 and 8 times as many
/// @param depth residual units in each stage but the first
/// @param features channels of the feature pyramid and the head
public record NetworkShape(FeatureGrid grid, int classes, int width, int depth, int features) {

    private static final int LARGEST = 1024;

    /// Checks that it is neither empty nor absurd.
    public NetworkShape {
        if (classes < 1 || classes > LARGEST) {
            throw new IllegalArgumentException("expected 1 to 1024 classes, found " + classes);
        }
        if (width < 1 || width > LARGEST || features < 1 || features > LARGEST) {
            throw new IllegalArgumentException(
                    "expected 1 to 1024 channels, found " + width + " and " + features);
        }
        if (depth < 0 || depth > 16) {
            throw new IllegalArgumentException("expected a depth of 0 to 16, found " + depth);
        }
    }
}
