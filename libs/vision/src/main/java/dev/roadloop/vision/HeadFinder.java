package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.HOGDescriptor;

/// Finds heads by the people under them: OpenCV's detector of upright people, which is part of its
/// code, sees those whose faces are masked, turned away or too small for a cascade.
///
/// Source: N. Dalal, B. Triggs, "Histograms of Oriented Gradients for Human Detection", 2005.
final class HeadFinder implements BuiltInDetector.Finder {

    /// Pixels that are searched at most; people in larger pictures are searched at a smaller scale.
    private static final double MOST_PIXELS = 2_100_000;

    private static final double STEP = 1.08;
    private static final int STRIDE = 8;
    private static final double OVERLAP = 0.4;

    /// The window's width and height; people in it have a margin of 16 pixels above and below.
    private static final int WIDTH = 64;

    private static final int HEIGHT = 128;
    private static final double MARGIN = 16.0 / HEIGHT;

    /// Of a person's height: how high a head is, and how wide.
    private static final double HEAD = 0.15 * 1.15;

    private static final double HEAD_WIDTH = 0.15 * 0.9;
    private static final double ABOVE = 0.15 * 0.05;

    private final HOGDescriptor people = new HOGDescriptor();
    private final double least;

    /// @param least distance from the margin of the support vector machine that counts
    HeadFinder(double least) {
        this.least = least;
        try (FloatPointer weights = HOGDescriptor.getDefaultPeopleDetector();
                Mat detector = new Mat(weights)) {
            people.setSVMDetector(detector);
        }
    }

    /// Adds what it finds; the score is a tenth of the number of windows: it ranks below faces.
    @Override
    public void find(Mat grey, List<PrivateRegion> found) {
        double fit = Math.min(1, Math.sqrt(MOST_PIXELS / ((double) grey.cols() * grey.rows())));
        if (grey.cols() * fit < WIDTH || grey.rows() * fit < HEIGHT) {
            return;
        }
        try (Mat scaled = new Mat();
                Size none = new Size();
                Size stride = new Size(STRIDE, STRIDE);
                Size padding = new Size(0, 0);
                RectVector windows = new RectVector();
                DoublePointer scores = new DoublePointer()) {
            Mat looked = grey;
            if (fit < 1) {
                opencv_imgproc.resize(grey, scaled, none, fit, fit, opencv_imgproc.INTER_AREA);
                looked = scaled;
            }
            people.detectMultiScale(
                    looked, windows, scores, least, stride, padding, STEP, 0, false);
            List<Frame> heads = new ArrayList<>();
            for (long i = 0; i < windows.size(); i++) {
                heads.add(head(windows.get(i), fit));
            }
            for (FrameGroups.Group group : FrameGroups.of(heads, OVERLAP)) {
                group.frame()
                        .inside(grey)
                        .ifPresent(box ->
                                found.add(
                                        new PrivateRegion(
                                                PrivateKind.FACE, box, group.finds() / 10.0)));
            }
        }
    }

    private static Frame head(Rect window, double fit) {
        double person = window.height() * (1 - 2 * MARGIN);
        double top = window.y() + window.height() * MARGIN - person * ABOVE;
        double middle = window.x() + window.width() / 2.0;
        return new Frame(
                (middle - person * HEAD_WIDTH / 2) / fit,
                top / fit,
                person * HEAD_WIDTH / fit,
                person * HEAD / fit);
    }

    /// The settings in words.
    static String describe(double least) {
        return "heads: people of OpenCV's HOG from " + least + ", scale " + STEP;
    }

    @Override
    public void close() {
        people.close();
    }
}
