package dev.roadloop.evaluate.masks;

import org.jspecify.annotations.Nullable;

/// What is right and wrong about one area over a set of images, in pixels that are judged.
///
/// @param area its name
/// @param found pixels that belong to it and were said to
/// @param missed pixels that belong to it and were not said to
/// @param invented pixels that were said to belong to it and do not
public record AreaNumbers(String area, long found, long missed, long invented) {

    /// Intersection over union; null where it is neither there nor said to be.
    public @Nullable Double iou() {
        return share(found, found + missed + invented);
    }

    /// The part of what was said that is right; null where nothing was said.
    public @Nullable Double precision() {
        return share(found, found + invented);
    }

    /// The part of what is there that was found; null where nothing is there.
    public @Nullable Double recall() {
        return share(found, found + missed);
    }

    private static @Nullable Double share(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }
}
