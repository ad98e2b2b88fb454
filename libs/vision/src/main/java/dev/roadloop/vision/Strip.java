package dev.roadloop.vision;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/// A part of a grey picture around a find, brought to a standard height, with how strongly
/// brightness changes from side to side at each pixel. Plates differ from what is around them in
/// just this: close upright strokes, and calm above and below.
final class Strip {

    final int width;
    final int height;

    /// Pixels of this strip per pixel of the picture.
    final double scale;

    private final int left;
    private final int top;
    private final float[] grey;
    private final float[] strokes;

    private Strip(int left, int top, double scale, Mat part) {
        this.left = left;
        this.top = top;
        this.scale = scale;
        width = part.cols();
        height = part.rows();
        grey = floats(part);
        try (Mat sobel = new Mat()) {
            opencv_imgproc.Sobel(part, sobel, opencv_core.CV_32F, 1, 0);
            strokes = floats(sobel);
        }
        for (int i = 0; i < strokes.length; i++) {
            strokes[i] = Math.abs(strokes[i]);
        }
    }

    /// Cuts a strip.
    ///
    /// @param around what to show; cut at the picture's edges
    /// @param scale pixels of the strip per pixel of the picture
    /// @param smooth whether noise is taken out first
    /// @return null if less than 8 x 16 pixels of the picture are left
    static @Nullable Strip cut(Mat picture, Frame around, double scale, boolean smooth) {
        int x0 = (int) Math.max(0, around.x());
        int y0 = (int) Math.max(0, around.y());
        int x1 = (int) Math.min(picture.cols(), Math.ceil(around.right()));
        int y1 = (int) Math.min(picture.rows(), Math.ceil(around.bottom()));
        if (x1 - x0 < 16 || y1 - y0 < 8) {
            return null;
        }
        try (Rect rect = new Rect(x0, y0, x1 - x0, y1 - y0);
                Mat part = new Mat(picture, rect);
                Mat scaled = new Mat();
                Mat blurred = new Mat();
                Size size =
                        new Size(
                                (int) Math.max(1, Math.round((x1 - x0) * scale)),
                                (int) Math.max(1, Math.round((y1 - y0) * scale)));
                Size three = new Size(3, 3)) {
            int how = scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(part, scaled, size, 0, 0, how);
            if (smooth) {
                opencv_imgproc.GaussianBlur(scaled, blurred, three, 0);
            }
            return new Strip(x0, y0, scale, smooth ? blurred : scaled);
        }
    }

    /// Column of the strip for a column of the picture, kept inside.
    int column(double x) {
        return (int) Math.clamp((x - left) * scale, 0, width);
    }

    /// Row of the strip for a row of the picture, kept inside.
    int row(double y) {
        return (int) Math.clamp((y - top) * scale, 0, height);
    }

    /// A rectangle of the strip, in pixels of the picture.
    Frame toPicture(double x, double y, double w, double h) {
        return new Frame(left + x / scale, top + y / scale, w / scale, h / scale);
    }

    float grey(int x, int y) {
        return grey[y * width + x];
    }

    float strokes(int x, int y) {
        return strokes[y * width + x];
    }

    /// Cuts strokes that are stronger than all but a part of those in a rectangle.
    void limitStrokes(double part, int x0, int x1, int y0, int y1) {
        float most = percentile(values(strokes, x0, x1, y0, y1), part);
        for (int i = 0; i < strokes.length; i++) {
            strokes[i] = Math.min(strokes[i], most);
        }
    }

    /// Mean stroke strength in a rectangle, 0 if it is empty.
    double meanStrokes(int x0, int x1, int y0, int y1) {
        double sum = 0;
        for (int y = y0; y < y1; y++) {
            for (int x = x0; x < x1; x++) {
                sum += strokes[y * width + x];
            }
        }
        return x1 > x0 && y1 > y0 ? sum / ((double) (x1 - x0) * (y1 - y0)) : 0;
    }

    /// Brightness values of a rectangle.
    float[] greys(int x0, int x1, int y0, int y1) {
        return values(grey, x0, x1, y0, y1);
    }

    /// The value that a part of them does not pass; sorts them.
    static float percentile(float[] values, double part) {
        if (values.length == 0) {
            return 0;
        }
        Arrays.sort(values);
        return values[(int) Math.min(values.length - 1L, (long) (part * values.length))];
    }

    private float[] values(float[] of, int x0, int x1, int y0, int y1) {
        int wide = Math.max(0, x1 - x0);
        float[] values = new float[wide * Math.max(0, y1 - y0)];
        for (int y = y0; y < y1; y++) {
            System.arraycopy(of, y * width + x0, values, (y - y0) * wide, wide);
        }
        return values;
    }

    private static float[] floats(Mat mat) {
        try (Mat converted = new Mat()) {
            mat.convertTo(converted, opencv_core.CV_32F);
            float[] values = new float[Math.multiplyExact(mat.rows(), mat.cols())];
            converted.<FloatBuffer>createBuffer().get(values);
            return values;
        }
    }
}
