package dev.roadloop.packaging;

/// What eight bits cost on a part of the judged pictures.
///
/// @param slice its name; `all` for all of them
/// @param images how many it has
/// @param full AP50 of the model in floating point
/// @param reduced AP50 in eight bits
public record SliceLoss(String slice, int images, double full, double reduced) {

    /// The name of the whole set.
    public static final String ALL = "all";

    /// How much less is found in eight bits; negative if it is more.
    public double loss() {
        return full - reduced;
    }
}
