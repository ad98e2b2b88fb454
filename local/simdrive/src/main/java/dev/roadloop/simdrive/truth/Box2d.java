package dev.roadloop.simdrive.truth;

/// A rectangle of pixels: columns `left` to `right` and rows `top` to `bottom`, the last ones
/// excluded.
public record Box2d(double left, double top, double right, double bottom) {

    /// Checks that it is not inside out.
    public Box2d {
        if (!(right >= left && bottom >= top)) {
            throw new IllegalArgumentException(
                    "box from ("
                            + left
                            + ", "
                            + top
                            + ") to ("
                            + right
                            + ", "
                            + bottom
                            + "): right and bottom must not be less than left and top");
        }
    }

    /// Whether `other` lies inside, give or take `slack` pixels.
    public boolean contains(Box2d other, double slack) {
        return left <= other.left + slack
                && top <= other.top + slack
                && right >= other.right - slack
                && bottom >= other.bottom - slack;
    }
}
