package dev.roadloop.learning.detection;

/// A rectangle of pixels and what is in it. Columns `left` to `right`, rows `top` to `bottom`, the
/// last ones excluded.
///
/// @param label position of the class in the list of classes, or [#CROWD]
public record ClassBox(int label, float left, float top, float right, float bottom) {

    /// The label of a region that is not judged: nothing is learnt from what is answered there.
    public static final int CROWD = -1;

    /// Checks that it has an area and a class.
    public ClassBox {
        if (!(right > left && bottom > top) || label < CROWD) {
            throw new IllegalArgumentException(
                    "expected a box with an area and a class, found class %d from (%s, %s) to (%s, %s)"
                            .formatted(label, left, top, right, bottom));
        }
    }

    /// Columns.
    public float width() {
        return right - left;
    }

    /// Rows.
    public float height() {
        return bottom - top;
    }

    /// Square pixels.
    public float area() {
        return width() * height();
    }
}
