package dev.roadloop.contracts;

/// A labelled object of a picture: an axis-aligned box, columns to the right and rows downwards
/// from the picture's upper left corner. The edges are where pixels begin and end, as in COCO: a
/// box over the whole of a picture is `0, 0, width, height`.
///
/// @param classIndex position in [DatasetManifest#classes]
/// @param x the left edge, pixels
/// @param y the upper edge, pixels
/// @param w the width, pixels, more than 0
/// @param h the height, pixels, more than 0
/// @param crowd whether it is a region of many objects, or one that is not to be judged: a detector
///   is neither rewarded nor punished for what it finds there, nor trained on it
public record LabelledBox(int classIndex, double x, double y, double w, double h, boolean crowd) {
    /// @throws IllegalArgumentException when a number is not finite, or a size is not positive
    public LabelledBox {
        Required.notNegative(classIndex, "classIndex");
        // Written so that NaN fails, too.
        boolean usable = w > 0 && h > 0 && x >= 0 && y >= 0 && Double.isFinite(x + y + w + h);
        if (!usable) {
            throw new IllegalArgumentException(
                    "box x=%s y=%s w=%s h=%s: expected finite numbers, x and y of 0 or more, w and h of more than 0"
                            .formatted(x, y, w, h));
        }
    }

    /// Its right edge, pixels.
    public double right() {
        return x + w;
    }

    /// Its lower edge, pixels.
    public double bottom() {
        return y + h;
    }

    /// Its area, square pixels.
    public double area() {
        return w * h;
    }
}
