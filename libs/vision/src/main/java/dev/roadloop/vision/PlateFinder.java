package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/// Finds license plates: the cascade proposes everything that any of its windows accepts, on the
/// picture as it is and stretched; each proposal is fitted to the plate in it and kept if it looks
/// like one.
final class PlateFinder implements BuiltInDetector.Finder {

    private static final double OVERLAP = 0.45;

    private static final List<CascadePass> QUICK =
            List.of(new CascadePass(Cascade.PLATE, 1.5, 1, 1.15, false, 0));

    private static final List<CascadePass> THOROUGH =
            List.of(
                    CascadePass.of(Cascade.PLATE, 1.1),
                    new CascadePass(Cascade.PLATE, 1.5, 1, 1.1, false, 0),
                    new CascadePass(Cascade.PLATE, 1.5, 1.5, 1.1, false, 120));

    private final CascadeClassifier classifier = Cascade.PLATE.load();

    /// Drives are looked at quickly: a plate that fills more than this share of the width of a
    /// dashcam's picture is none, and destroying it would take the road with it.
    private static final double WIDEST_QUICK = 0.5;

    private final List<CascadePass> passes;
    private final double widest;
    private final double least;

    /// @param least least evidence that counts, see [PlateEvidence]
    PlateFinder(Effort effort, double least) {
        this.passes = passes(effort);
        this.widest = widest(effort);
        this.least = least;
    }

    /// Adds what it finds.
    @Override
    public void find(Mat grey, List<PrivateRegion> found) {
        List<Frame> windows = new ArrayList<>();
        for (CascadePass pass : passes) {
            pass.collect(classifier, grey, windows);
        }
        for (FrameGroups.Group group : FrameGroups.of(windows, OVERLAP)) {
            Frame plate = PlateOutline.fit(grey, group.frame());
            double evidence = PlateEvidence.of(grey, plate, group.finds());
            if (evidence >= least) {
                plate.inside(grey)
                        .filter(box -> box.w() <= widest * grey.cols())
                        .ifPresent(box ->
                                found.add(new PrivateRegion(PrivateKind.PLATE, box, evidence)));
            }
        }
    }

    /// The settings in words.
    static String describe(Effort effort, double least) {
        return "plates: "
                + passes(effort)
                + ", groups at "
                + OVERLAP
                + ", evidence from "
                + least
                + ", at most "
                + widest(effort)
                + " of the width";
    }

    private static double widest(Effort effort) {
        return switch (effort) {
            case QUICK -> WIDEST_QUICK;
            case THOROUGH -> 1;
        };
    }

    private static List<CascadePass> passes(Effort effort) {
        return switch (effort) {
            case QUICK -> QUICK;
            case THOROUGH -> THOROUGH;
        };
    }

    @Override
    public void close() {
        classifier.close();
    }
}
