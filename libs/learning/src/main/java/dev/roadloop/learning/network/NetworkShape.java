package dev.roadloop.learning.network;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.roadloop.learning.detection.FeatureGrid;
import org.jspecify.annotations.Nullable;

/// How large a network is.
///
/// @param grid its input in pixels and the locations at which it answers
/// @param classes number of classes, at least 1
/// @param width channels of the first stage; deeper ones have 2, 4, 6 and 8 times as many
/// @param depth residual units in each stage but the first
/// @param features channels of the feature pyramid and the heads
/// @param areas number of kinds of areas; with 0, which JSON leaves out, there is no head for them
public record NetworkShape(
        FeatureGrid grid,
        int classes,
        int width,
        int depth,
        int features,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int areas) {

    /// Most kinds of areas that a network has.
    public static final int MOST_AREAS = 64;

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
        if (areas < 0 || areas > MOST_AREAS) {
            throw new IllegalArgumentException(
                    "expected 0 to " + MOST_AREAS + " areas, found " + areas);
        }
    }

    /// A network without areas.
    public NetworkShape(FeatureGrid grid, int classes, int width, int depth, int features) {
        this(grid, classes, width, depth, features, 0);
    }

    @JsonCreator
    static NetworkShape read(
            @JsonProperty("grid") FeatureGrid grid,
            @JsonProperty("classes") int classes,
            @JsonProperty("width") int width,
            @JsonProperty("depth") int depth,
            @JsonProperty("features") int features,
            @JsonProperty("areas") @Nullable Integer areas) {
        return new NetworkShape(grid, classes, width, depth, features, areas == null ? 0 : areas);
    }
}
