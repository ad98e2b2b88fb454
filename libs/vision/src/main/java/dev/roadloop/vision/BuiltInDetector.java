package dev.roadloop.vision;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/// Finds faces and plates with what OpenCV brings along, tuned to miss little rather than to be
/// right often.
final class BuiltInDetector implements PrivacyDetector {

    /// Least evidence for a plate: most proposals below are none.
    static final double PLATE_EVIDENCE = -3.5;

    private static final double HEADS = 0;

    private final PlateFinder plates;
    private final FaceFinder faces;
    private final @Nullable HeadFinder heads;
    private final DetectorIdentity identity;

    BuiltInDetector(Effort effort) {
        this(effort, PLATE_EVIDENCE, FaceFinder.windows(effort), HEADS);
    }

    /// @param plateEvidence least evidence of plates that counts
    /// @param faceEvidence least score of faces
    /// @param headEvidence least score of people, who are looked for where there is time
    BuiltInDetector(Effort effort, double plateEvidence, double faceEvidence, double headEvidence) {
        plates = new PlateFinder(effort, plateEvidence);
        faces = new FaceFinder(effort, faceEvidence);
        heads =
                switch (effort) {
                    case QUICK -> null;
                    case THOROUGH -> new HeadFinder(headEvidence);
                };
        String settings =
                PlateFinder.describe(effort, plateEvidence)
                        + "; "
                        + FaceFinder.describe(effort, faceEvidence)
                        + (heads == null ? "" : "; " + HeadFinder.describe(headEvidence));
        List<byte[]> parts = new ArrayList<>();
        for (Cascade cascade : Cascade.values()) {
            parts.add(cascade.model());
        }
        parts.add(settings.getBytes(StandardCharsets.UTF_8));
        identity =
                new DetectorIdentity(
                        "opencv-cascades", Digests.sha256(parts.toArray(byte[][]::new)), settings);
    }

    @Override
    public List<PrivateRegion> detect(Picture picture) {
        List<PrivateRegion> found = new ArrayList<>();
        try (Mat grey = new Mat()) {
            opencv_imgproc.cvtColor(picture.mat(), grey, opencv_imgproc.COLOR_BGR2GRAY);
            plates.find(grey, found);
            faces.find(grey, found);
            if (heads != null) {
                heads.find(grey, found);
            }
        }
        return found;
    }

    @Override
    public DetectorIdentity identity() {
        return identity;
    }

    @Override
    public void close() {
        plates.close();
        faces.close();
        if (heads != null) {
            heads.close();
        }
    }
}
