package dev.roadloop.redact;

import java.util.SplittableRandom;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;

/// Renders license plates with made-up numbers: 520 x 110 mm at a pixel per millimetre, dark on
/// white or yellow, with the blue band of European plates or without.
final class PlateArt {

    private static final int WIDTH = 520;
    private static final int HEIGHT = 110;
    private static final int BAND = 45;
    private static final int BORDER = 4;
    private static final int BASE_LINE = 90;
    private static final double FONT_SCALE = 3.0;
    private static final int STROKE = 9;
    private static final String LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";

    private PlateArt() {}

    /// A plate.
    ///
    /// @param random decides about everything that may differ
    static Canary render(SplittableRandom random) {
        boolean band = random.nextInt(4) != 0;
        boolean yellow = random.nextInt(4) == 0;
        StringBuilder number = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            number.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        number.append(' ').append(random.nextInt(100, 10_000));
        try (Mat plate = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3);
                Scalar ground =
                        yellow ? new Scalar(40, 200, 235, 0) : new Scalar(240, 240, 240, 0);
                Scalar ink = new Scalar(25, 20, 20, 0);
                Scalar blue = new Scalar(150, 60, 10, 0);
                Rect edge = new Rect(0, 0, WIDTH, HEIGHT);
                Rect bandBox = new Rect(0, 0, BAND, HEIGHT);
                Point at = new Point(band ? BAND + 25 : 40, BASE_LINE);
                BytePointer text = new BytePointer(number.toString())) {
            try (Mat background = new Mat(HEIGHT, WIDTH, opencv_core.CV_8UC3, ground)) {
                background.copyTo(plate);
            }
            if (band) {
                opencv_imgproc.rectangle(plate, bandBox, blue, opencv_imgproc.FILLED, 8, 0);
            }
            opencv_imgproc.putText(
                    plate,
                    text,
                    at,
                    opencv_imgproc.FONT_HERSHEY_SIMPLEX,
                    FONT_SCALE,
                    ink,
                    STROKE,
                    opencv_imgproc.LINE_AA,
                    false);
            opencv_imgproc.rectangle(plate, edge, ink, BORDER, 8, 0);
            byte[] bgr = new byte[3 * WIDTH * HEIGHT];
            plate.data().get(bgr);
            return new Canary("plate", "rendered", new Pixels(WIDTH, HEIGHT, bgr), false);
        }
    }
}
