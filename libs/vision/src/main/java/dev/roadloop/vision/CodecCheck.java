package dev.roadloop.vision;

import java.util.Collection;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/// Compares pictures outside boxes: what redaction changed there beyond what the codec changes.
public final class CodecCheck {

    private CodecCheck() {}

    /// Largest difference of a colour value at any pixel that is in no box.
    ///
    /// @return 0 to 255; 0 if the boxes cover everything
    /// @throws IllegalArgumentException if the pictures differ in size
    public static int largestDifference(Picture before, Picture after, Collection<PixelBox> boxes) {
        if (before.width() != after.width() || before.height() != after.height()) {
            throw new IllegalArgumentException(
                    "expected pictures of the same size, found %dx%d and %dx%d"
                            .formatted(
                                    before.width(), before.height(),
                                    after.width(), after.height()));
        }
        try (Scalar all = Scalar.all(255);
                Scalar none = Scalar.all(0);
                Mat outside = new Mat(before.height(), before.width(), opencv_core.CV_8UC1, all)) {
            for (PixelBox box : boxes) {
                try (Rect rect = new Rect(box.x(), box.y(), box.w(), box.h())) {
                    opencv_imgproc.rectangle(
                            outside, rect, none, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
                }
            }
            return (int) opencv_core.norm(before.mat(), after.mat(), opencv_core.NORM_INF, outside);
        }
    }
}
