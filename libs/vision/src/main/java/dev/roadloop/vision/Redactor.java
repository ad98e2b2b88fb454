package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/// Destroys regions of a picture so that what was there cannot be had back: a region is filled with
/// coarse cells whose colours come from the pixels around it alone. Nothing that was in any region,
/// not even its mean colour, goes into what replaces it, so no number of frames can be put together
/// to restore it.
///
/// @param margin grown on each side before, in parts of the region's shorter side; 0 to 1
public record Redactor(double margin) {

    private static final double STANDARD = 0.08;

    /// Pixels around a region that give its colour, at least.
    private static final int RING = 4;

    /// Cells on each side.
    private static final int CELLS = 3;

    private static final double GREY = 128;

    public Redactor {
        if (!(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("expected a margin of 0 to 1, found " + margin);
        }
    }

    /// With the margin that suits the built-in detectors.
    public static Redactor standard() {
        return new Redactor(STANDARD);
    }

    /// What [#redact] destroys for these regions in a picture of this size: the same regions with
    /// their margins, in the same order.
    ///
    /// @throws IllegalArgumentException if a region lies outside the picture
    public List<PrivateRegion> plan(Collection<PrivateRegion> regions, int width, int height) {
        List<PrivateRegion> planned = new ArrayList<>(regions.size());
        for (PrivateRegion region : regions) {
            PixelBox box = grown(region.box(), width, height);
            planned.add(new PrivateRegion(region.kind(), box, region.score()));
        }
        return planned;
    }

    /// Destroys the regions with their margins.
    ///
    /// @return what was destroyed, as [#plan] says
    /// @throws IllegalArgumentException if a region lies outside the picture
    public List<PrivateRegion> redact(Picture picture, Collection<PrivateRegion> regions) {
        List<PrivateRegion> planned = plan(regions, picture.width(), picture.height());
        if (planned.isEmpty()) {
            return planned;
        }
        Mat image = picture.mat();
        try (Scalar open = Scalar.all(255);
                Mat free = new Mat(image.rows(), image.cols(), opencv_core.CV_8UC1, open)) {
            for (PrivateRegion region : planned) {
                fill(free, region.box(), 0, 0, 0);
            }
            for (PrivateRegion region : planned) {
                destroy(image, free, region.box());
            }
        }
        return planned;
    }

    private PixelBox grown(PixelBox box, int width, int height) {
        double pixels = margin * Math.min(box.w(), box.h());
        return box.padded(pixels / box.w(), pixels / box.h(), width, height);
    }

    /// Only pixels that are free, which no region holds, are read.
    private static void destroy(Mat image, Mat free, PixelBox box) {
        for (int row = 0; row < CELLS; row++) {
            for (int column = 0; column < CELLS; column++) {
                int x0 = box.x() + box.w() * column / CELLS;
                int x1 = box.x() + box.w() * (column + 1) / CELLS;
                int y0 = box.y() + box.h() * row / CELLS;
                int y1 = box.y() + box.h() * (row + 1) / CELLS;
                if (x1 > x0 && y1 > y0) {
                    PixelBox cell = new PixelBox(x0, y0, x1 - x0, y1 - y0);
                    int reach = Math.max(RING, Math.max(box.w(), box.h()) / 2);
                    fillFromAround(image, free, cell, reach);
                }
            }
        }
    }

    private static void fillFromAround(Mat image, Mat free, PixelBox cell, int reach) {
        PixelBox around =
                PixelBox.within(
                                image.cols(),
                                image.rows(),
                                cell.x() - reach,
                                cell.y() - reach,
                                cell.right() + reach,
                                cell.bottom() + reach)
                        .orElse(cell);
        try (Rect rect = new Rect(around.x(), around.y(), around.w(), around.h());
                Mat pixels = new Mat(image, rect);
                Mat mask = new Mat(free, rect)) {
            if (opencv_core.countNonZero(mask) == 0) {
                fill(image, cell, GREY, GREY, GREY);
                return;
            }
            try (Scalar mean = opencv_core.mean(pixels, mask)) {
                fill(image, cell, mean.get(0), mean.get(1), mean.get(2));
            }
        }
    }

    private static void fill(Mat image, PixelBox box, double blue, double green, double red) {
        try (Rect rect = new Rect(box.x(), box.y(), box.w(), box.h());
                Scalar colour = new Scalar(blue, green, red, 0)) {
            opencv_imgproc.rectangle(
                    image, rect, colour, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
        }
    }
}
