package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/// Destroys regions of a picture so that what was there cannot be had back.
///
/// @param margin grown on each side before, in widths and heights of the region; 0 or more
public record Redactor(double margin) {

    private static final int CELLS = 3;

    public Redactor {
        if (!(margin >= 0 && margin <= 1)) {
            throw new IllegalArgumentException("expected a margin of 0 to 1, found " + margin);
        }
    }

    /// With the margin that suits the built-in detectors.
    public static Redactor standard() {
        return new Redactor(0.1);
    }

    /// What [#redact] destroys for these regions in a picture of this size: the same regions with
    /// their margins.
    public List<PrivateRegion> plan(Collection<PrivateRegion> regions, int width, int height) {
        List<PrivateRegion> planned = new ArrayList<>(regions.size());
        for (PrivateRegion region : regions) {
            planned.add(
                    new PrivateRegion(
                            region.kind(),
                            region.box().padded(margin, margin, width, height),
                            region.score()));
        }
        return planned;
    }

    /// Destroys the regions with their margins.
    ///
    /// @return what was destroyed, as [#plan] says
    /// @throws IllegalArgumentException if a region does not lie in the picture
    public List<PrivateRegion> redact(Picture picture, Collection<PrivateRegion> regions) {
        List<PrivateRegion> planned = plan(regions, picture.width(), picture.height());
        for (PrivateRegion region : planned) {
            destroy(picture.mat(), region.box());
        }
        return planned;
    }

    private static void destroy(Mat image, PixelBox box) {
        try (Rect rect = new Rect(box.x(), box.y(), box.w(), box.h());
                Mat part = new Mat(image, rect);
                Mat cells = new Mat();
                Size few = new Size(Math.min(CELLS, box.w()), Math.min(CELLS, box.h()));
                Size full = new Size(box.w(), box.h())) {
            opencv_imgproc.resize(part, cells, few, 0, 0, opencv_imgproc.INTER_AREA);
            opencv_imgproc.resize(cells, part, full, 0, 0, opencv_imgproc.INTER_NEAREST);
        }
    }
}
