package dev.roadloop.vision;

import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/// Searches a picture of any size with a cascade in bounded memory. A classifier keeps sums over
/// the whole picture at every size it searches, some 60 bytes for each pixel. So a large picture is
/// searched in tiles for small finds, then at half the size for those twice as large, and so on.
/// What a tile finds counts where it begins in the tile's own part, so nothing counts twice.
///
/// Memory: 85 MB for each classifier, and half of the picture once more.
///
/// @param step ratio of one size of the search to the next, above 1
/// @param most largest side of a find in pixels of the picture, 0 without limit
record TiledSearch(CascadeClassifier classifier, double step, int most) {

    /// Pixels that are searched at once: a frame of 1280 x 720, stretched.
    static final int TILE_PIXELS = 1_400_000;

    private static final int TILE = 1180;

    /// Largest find of a tile, in windows of the cascade: twice the smallest, and rounding.
    private static final double REACH = 2.6;

    /// Adds every window that the cascade accepts, ungrouped, in pixels of the picture.
    void collect(Mat grey, List<Frame> into) {
        int reach;
        try (Size window = classifier.getOriginalWindowSize()) {
            reach = (int) Math.ceil(REACH * Math.max(window.width(), window.height()));
        }
        Mat level = grey;
        double scale = 1;
        int least = 0;
        try {
            while ((long) level.cols() * level.rows() > TILE_PIXELS) {
                int largest = largest(reach, scale);
                if (largest > least) {
                    tiles(level, scale, least, largest, reach, into);
                }
                level = halved(level, level != grey);
                scale /= 2;
                least = reach / 2 + 1;
            }
            int largest = largest(0, scale);
            if (largest == 0 || largest > least) {
                search(level, new Part(0, 0, Integer.MAX_VALUE), scale, least, largest, into);
            }
        } finally {
            if (level != grey) {
                level.close();
            }
        }
    }

    /// The smaller of a level's own limit and that of the search; 0 is none.
    private int largest(int ofLevel, double scale) {
        int limit = (int) Math.ceil(most * scale);
        return limit == 0 || ofLevel == 0 ? Math.max(limit, ofLevel) : Math.min(limit, ofLevel);
    }

    /// Where a tile lies, and how many columns and rows from there are its own.
    private record Part(int x, int y, int own) {}

    private void tiles(
            Mat level, double scale, int least, int largest, int reach, List<Frame> into) {
        int own = (TILE - reach) / 2 * 2;
        for (int y = 0; y < level.rows(); y += own) {
            for (int x = 0; x < level.cols(); x += own) {
                int wide = Math.min(TILE, level.cols() - x);
                int high = Math.min(TILE, level.rows() - y);
                try (Rect rect = new Rect(x, y, wide, high);
                        Mat tile = new Mat(level, rect)) {
                    search(tile, new Part(x, y, own), scale, least, largest, into);
                }
            }
        }
    }

    private void search(
            Mat tile, Part part, double scale, int least, int largest, List<Frame> into) {
        try (Size smallest = new Size(least, least);
                Size limit = new Size(largest, largest);
                RectVector boxes = new RectVector()) {
            classifier.detectMultiScale(tile, boxes, step, 0, 0, smallest, limit);
            for (long i = 0; i < boxes.size(); i++) {
                Rect box = boxes.get(i);
                if (box.x() < part.own() && box.y() < part.own()) {
                    into.add(
                            new Frame(
                                    (part.x() + box.x()) / scale,
                                    (part.y() + box.y()) / scale,
                                    box.width() / scale,
                                    box.height() / scale));
                }
            }
        }
    }

    private static Mat halved(Mat level, boolean owned) {
        Mat half = new Mat();
        try (Size size = new Size((level.cols() + 1) / 2, (level.rows() + 1) / 2)) {
            opencv_imgproc.resize(level, half, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
        if (owned) {
            level.close();
        }
        return half;
    }
}
