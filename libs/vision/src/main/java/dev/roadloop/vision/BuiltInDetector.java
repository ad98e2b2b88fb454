package dev.roadloop.vision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/// Finds faces and plates with what OpenCV brings along, tuned to miss little rather than to be
/// right often.
final class BuiltInDetector implements PrivacyDetector {

    /// Least evidence for a plate: most proposals below are none.
    static final double PLATE_EVIDENCE = -3.5;

    private static final double HEADS = 0;

    /// Looks for one thing.
    interface Finder extends AutoCloseable {

        /// Adds what it finds.
        void find(Mat grey, List<PrivateRegion> found);

        @Override
        void close();
    }

    private final List<Finder> finders = new ArrayList<>();
    private final DetectorIdentity identity;

    /// @param kinds what to look for
    BuiltInDetector(Set<PrivateKind> kinds, Effort effort) {
        List<String> settings = new ArrayList<>();
        if (kinds.contains(PrivateKind.PLATE)) {
            finders.add(new PlateFinder(effort, PLATE_EVIDENCE));
            settings.add(PlateFinder.describe(effort, PLATE_EVIDENCE));
        }
        if (kinds.contains(PrivateKind.FACE)) {
            double windows = FaceFinder.windows(effort);
            finders.add(new FaceFinder(effort, windows));
            settings.add(FaceFinder.describe(effort, windows));
            if (effort == Effort.THOROUGH) {
                finders.add(new HeadFinder(HEADS));
                settings.add(HeadFinder.describe(HEADS));
            }
        }
        String described = String.join("; ", settings);
        List<byte[]> parts = new ArrayList<>();
        for (Cascade cascade : Cascade.values()) {
            parts.add(cascade.model());
        }
        parts.add(described.getBytes(StandardCharsets.UTF_8));
        identity =
                new DetectorIdentity(
                        "opencv-cascades", Digests.sha256(parts.toArray(byte[][]::new)), described);
    }

    @Override
    public List<PrivateRegion> detect(Picture picture) {
        List<PrivateRegion> found = new ArrayList<>();
        try (Mat grey = new Mat()) {
            opencv_imgproc.cvtColor(picture.mat(), grey, opencv_imgproc.COLOR_BGR2GRAY);
            finders.forEach(finder -> finder.find(grey, found));
        }
        return found;
    }

    @Override
    public DetectorIdentity identity() {
        return identity;
    }

    @Override
    public void close() {
        finders.forEach(Finder::close);
    }
}
