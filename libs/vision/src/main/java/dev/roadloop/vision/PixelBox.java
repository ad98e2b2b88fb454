package dev.roadloop.vision;

import java.util.Optional;

/// A rectangle of whole pixels.
///
/// @param x left-most column, 0 or more
/// @param y upper-most row, 0 or more
/// @param w columns, at least 1
/// @param h rows, at least 1
public record PixelBox(int x, int y, int w, int h) {

    public PixelBox {
        if (x < 0 || y < 0 || w < 1 || h < 1) {
            throw new IllegalArgumentException(
                    "expected a box at 0,0 or beyond with at least one pixel, found %dx%d at %d,%d"
                            .formatted(w, h, x, y));
        }
    }

    /// The part of a rectangle that lies in a picture; empty if none does.
    ///
    /// @param left may be negative, as may the others
    public static Optional<PixelBox> within(
            int width, int height, double left, double top, double right, double bottom) {
        int x0 = (int) Math.clamp(Math.floor(left), 0, width);
        int y0 = (int) Math.clamp(Math.floor(top), 0, height);
        int x1 = (int) Math.clamp(Math.ceil(right), 0, width);
        int y1 = (int) Math.clamp(Math.ceil(bottom), 0, height);
        return x1 > x0 && y1 > y0
                ? Optional.of(new PixelBox(x0, y0, x1 - x0, y1 - y0))
                : Optional.empty();
    }

    /// First column to the right of the box.
    public int right() {
        return x + w;
    }

    /// First row below the box.
    public int bottom() {
        return y + h;
    }

    /// Pixels.
    public long area() {
        return (long) w * h;
    }

    /// Pixels that both hold.
    public long shared(PixelBox other) {
        long across = Math.min(right(), other.right()) - Math.max(x, other.x);
        long down = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        return across > 0 && down > 0 ? across * down : 0;
    }

    /// Intersection over union, 0 to 1.
    public double iou(PixelBox other) {
        long shared = shared(other);
        return shared / (double) (area() + other.area() - shared);
    }

    /// Whether this box ends at or before the picture's edges.
    public boolean fits(int width, int height) {
        return right() <= width && bottom() <= height;
    }

    /// The box with a margin on each side, cut at the picture's edges.
    ///
    /// @param across margin left and right, in widths of the box
    /// @param down margin above and below, in heights of the box
    /// @throws IllegalArgumentException if the box does not lie in the picture
    public PixelBox padded(double across, double down, int width, int height) {
        double dx = across * w;
        double dy = down * h;
        return within(width, height, x - dx, y - dy, right() + dx, bottom() + dy)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                this + ": expected a box in a picture of " + width + "x" + height));
    }
}
