package dev.roadloop.packaging;

/// What eight bits cost on a part of the judged pictures.
///
/// @param slice its name; `all` for all of them
/// @param images how many it has
/// @param full AP50 of the model in floating point, or its mean intersection over union of areas
/// @param reduced the same in eight bits
public record SliceLoss(String slice, int images, double full, double reduced) {

    /// The name of the whole set.
    public static final String ALL = "all";

    /// How much less that is in eight bits; negative if it is more.
    public double loss() {
        return full - reduced;
    }
}
