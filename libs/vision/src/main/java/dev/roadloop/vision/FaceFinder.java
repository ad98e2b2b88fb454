package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/// Finds faces from the front and from the side, in a magnified picture: the cascades know no face
/// below 20 pixels, and those of pedestrians are smaller. The mirrored picture is not looked at: on
/// the labelled sets that found next to nothing more, and took a third of the time.
///
/// A real face is accepted by several windows, the more the larger it is; a small one perhaps by
/// one only. So large finds need more windows to count.
final class FaceFinder implements BuiltInDetector.Finder {

    private static final double SMALL = 40;
    private static final double OVERLAP = 0.4;

    private static final List<CascadePass> QUICK =
            List.of(
                    CascadePass.of(Cascade.FRONTAL, 1.2),
                    new CascadePass(Cascade.PROFILE, 1.25, 1.25, 1.3, false, 0));

    private static final List<CascadePass> THOROUGH =
            List.of(
                    new CascadePass(Cascade.FRONTAL, 1.5, 1.5, 1.12, false, 0),
                    new CascadePass(Cascade.PROFILE, 1.5, 1.5, 1.12, false, 0));

    private final Map<Cascade, CascadeClassifier> classifiers = new EnumMap<>(Cascade.class);
    private final List<CascadePass> passes;
    private final double least;

    /// @param least windows that a small find needs
    FaceFinder(Effort effort, double least) {
        passes = passes(effort);
        this.least = least;
        for (CascadePass pass : passes) {
            classifiers.computeIfAbsent(pass.cascade(), Cascade::load);
        }
    }

    /// Adds what it finds; the score is the number of windows over the number that it takes.
    @Override
    public void find(Mat grey, List<PrivateRegion> found) {
        List<Frame> faces = new ArrayList<>();
        for (CascadePass pass : passes) {
            CascadeClassifier classifier = classifiers.get(pass.cascade());
            if (classifier != null) {
                List<Frame> windows = new ArrayList<>();
                pass.collect(classifier, grey, windows);
                windows.forEach(window -> faces.add(pass.cascade().face(window)));
            }
        }
        for (FrameGroups.Group group : FrameGroups.of(faces, OVERLAP)) {
            Frame face = group.frame();
            double score = group.finds() / Math.max(1, face.w() / SMALL);
            if (score >= least) {
                face.inside(grey)
                        .ifPresent(
                                box -> found.add(new PrivateRegion(PrivateKind.FACE, box, score)));
            }
        }
    }

    /// Windows that a small find needs: one is enough where missing a face is worst.
    static double windows(Effort effort) {
        return switch (effort) {
            case QUICK -> 1.5;
            case THOROUGH -> 1;
        };
    }

    /// The settings in words.
    static String describe(Effort effort, double least) {
        return "faces: "
                + passes(effort)
                + ", groups at "
                + OVERLAP
                + ", windows from "
                + least
                + " per "
                + SMALL
                + " pixels";
    }

    private static List<CascadePass> passes(Effort effort) {
        return switch (effort) {
            case QUICK -> QUICK;
            case THOROUGH -> THOROUGH;
        };
    }

    @Override
    public void close() {
        classifiers.values().forEach(CascadeClassifier::close);
    }
}
