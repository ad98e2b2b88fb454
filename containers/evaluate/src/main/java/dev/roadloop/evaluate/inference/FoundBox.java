package dev.roadloop.evaluate.inference;

/// A box that a model found.
///
/// @param label position of its class among the model's
/// @param left its left edge, pixels
/// @param top its upper edge, pixels
/// @param right its right edge, pixels
/// @param bottom its lower edge, pixels
/// @param score 0 to 1
public record FoundBox(int label, float left, float top, float right, float bottom, float score) {

    /// Intersection over union, whatever the classes.
    float overlap(FoundBox other) {
        float width = Math.min(right, other.right) - Math.max(left, other.left);
        float height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        float shared = width * height;
        return shared / (area() + other.area() - shared);
    }

    private float area() {
        return (right - left) * (bottom - top);
    }
}
