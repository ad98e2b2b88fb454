package dev.roadloop.contracts;

import dev.roadloop.domain.mask.RunLengths;
import org.jspecify.annotations.Nullable;

/// Which pixels of a picture belong to an area, such as what can be driven on. Of an area of which
/// a picture says nothing, not even that it is empty, nothing is known in that picture.
///
/// @param areaIndex position in [DatasetManifest#areas]
/// @param inside the pixels that belong to it: COCO's runs as text over the picture's size
/// @param ignored pixels that are not to be judged, likewise; absent where all are
public record LabelledArea(int areaIndex, String inside, @Nullable String ignored) {
    /// @throws IllegalArgumentException when a field is missing
    public LabelledArea {
        Required.notNegative(areaIndex, "areaIndex");
        Required.present(inside, "inside");
    }

    /// The area's pixels.
    ///
    /// @throws IllegalArgumentException when these are not runs over a picture of that size
    public RunLengths inside(int height, int width) {
        return RunLengths.parse(height, width, inside);
    }

    /// The pixels that are not to be judged, none where nothing is said of them.
    ///
    /// @throws IllegalArgumentException when these are not runs over a picture of that size
    public RunLengths ignored(int height, int width) {
        return ignored == null
                ? RunLengths.of(height, width, pixel -> false)
                : RunLengths.parse(height, width, ignored);
    }
}
