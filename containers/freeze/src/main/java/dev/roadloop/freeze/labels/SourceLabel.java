package dev.roadloop.freeze.labels;

/// A box as its source has it, edges in pixels.
///
/// @param where the entry, for messages
/// @param className the class in the source's own words; [#ANY] for a region of whatever class
/// @param x left edge
/// @param y upper edge
/// @param w width
/// @param h height
/// @param crowd whether it is a region that is not to be judged
public record SourceLabel(
        String where, String className, double x, double y, double w, double h, boolean crowd) {
    /// The class of regions that are not to be judged whatever the class.
    public static final String ANY = "*";
}
