package dev.roadloop.vision;

import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/// A rectangle in parts of pixels, while a find is worked out.
record Frame(double x, double y, double w, double h) {

    double right() {
        return x + w;
    }

    double bottom() {
        return y + h;
    }

    /// Intersection over union, 0 to 1.
    double iou(Frame other) {
        double shared = shared(other);
        return shared / (w * h + other.w * other.h - shared);
    }

    /// Area that both hold.
    double shared(Frame other) {
        double wide = Math.min(right(), other.right()) - Math.max(x, other.x);
        double high = Math.min(bottom(), other.bottom()) - Math.max(y, other.y);
        return wide > 0 && high > 0 ? wide * high : 0;
    }

    /// The whole pixels of a picture that it touches; empty if it lies outside.
    Optional<PixelBox> inside(Mat picture) {
        return PixelBox.within(picture.cols(), picture.rows(), x, y, right(), bottom());
    }

    /// The frame grown by so many pixels on each side.
    Frame grown(double wide, double high) {
        return new Frame(x - wide, y - high, w + 2 * wide, h + 2 * high);
    }
}
