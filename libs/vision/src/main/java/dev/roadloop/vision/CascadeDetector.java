package dev.roadloop.vision;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.RectVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_objdetect.CascadeClassifier;

/// Finds faces and plates with OpenCV's cascades.
final class CascadeDetector implements PrivacyDetector {

    private final CascadeClassifier face = Cascade.FRONTAL.load();
    private final CascadeClassifier plate = Cascade.PLATE.load();
    private final DetectorIdentity identity;

    CascadeDetector() {
        identity =
                new DetectorIdentity(
                        "cascades",
                        Digests.sha256(Cascade.FRONTAL.model(), Cascade.PLATE.model()),
                        "scale 1.1, 3 neighbours");
    }

    @Override
    public List<PrivateRegion> detect(Picture picture) {
        List<PrivateRegion> found = new ArrayList<>();
        try (Mat grey = new Mat()) {
            opencv_imgproc.cvtColor(picture.mat(), grey, opencv_imgproc.COLOR_BGR2GRAY);
            find(face, PrivateKind.FACE, grey, found);
            find(plate, PrivateKind.PLATE, grey, found);
        }
        return found;
    }

    private static void find(
            CascadeClassifier classifier, PrivateKind kind, Mat grey, List<PrivateRegion> found) {
        try (RectVector boxes = new RectVector();
                Size least = new Size();
                Size most = new Size()) {
            classifier.detectMultiScale(grey, boxes, 1.1, 3, 0, least, most);
            for (long i = 0; i < boxes.size(); i++) {
                Rect r = boxes.get(i);
                found.add(
                        new PrivateRegion(
                                kind, new PixelBox(r.x(), r.y(), r.width(), r.height()), 1));
            }
        }
    }

    @Override
    public DetectorIdentity identity() {
        return identity;
    }

    @Override
    public void close() {
        face.close();
        plate.close();
    }
}
