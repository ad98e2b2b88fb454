package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/// One look at a picture with a cascade: how the picture is scaled before, mirrored or not.
///
/// @param across how far the picture is stretched from side to side first; shapes that are too
///   narrow for the cascade fit then
/// @param down the same from top to bottom
/// @param step ratio of one size of the search to the next, above 1
/// @param mirrored whether the mirrored picture is looked at
/// @param most largest side of a find in pixels of the stretched picture, 0 without limit
record CascadePass(
        Cascade cascade, double across, double down, double step, boolean mirrored, int most) {

    /// Pixels that are searched at most: a frame of 3840 x 2160, or a magnified one of 2560 x 1440.
    static final double MOST_PIXELS = 8_400_000;

    /// No cascade fits into less.
    private static final double LEAST_SIDE = 16;

    /// A pass over the picture as it is.
    static CascadePass of(Cascade cascade, double step) {
        return new CascadePass(cascade, 1, 1, step, false, 0);
    }

    /// Every window that the cascade accepts, ungrouped, in pixels of the picture. A picture so
    /// large that more than [#MOST_PIXELS] would be searched is searched at a smaller scale: time
    /// stays bounded, and the smallest finds are lost.
    void collect(CascadeClassifier classifier, Mat grey, List<Frame> into) {
        double fit =
                Math.min(1, Math.sqrt(MOST_PIXELS / (across * down * grey.cols() * grey.rows())));
        double wide = across * fit;
        double high = down * fit;
        if (grey.cols() * wide < LEAST_SIDE || grey.rows() * high < LEAST_SIDE) {
            return;
        }
        try (Mat scaled = new Mat();
                Size none = new Size()) {
            Mat looked = grey;
            if (wide != 1 || high != 1) {
                int how = fit < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
                opencv_imgproc.resize(grey, scaled, none, wide, high, how);
                looked = scaled;
            }
            if (mirrored) {
                opencv_core.flip(looked, scaled, 1);
                looked = scaled;
            }
            List<Frame> windows = new ArrayList<>();
            new TiledSearch(classifier, step, most).collect(looked, windows);
            for (Frame r : windows) {
                double left = mirrored ? looked.cols() - r.right() : r.x();
                into.add(new Frame(left / wide, r.y() / high, r.w() / wide, r.h() / high));
            }
        }
    }
}
