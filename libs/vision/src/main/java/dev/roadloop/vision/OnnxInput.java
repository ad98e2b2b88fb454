package dev.roadloop.vision;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/// Brings pictures into the form that a model expects: scaled to fit into its input from the top
/// left, planes of colours one after the other.
///
/// @param width pixels, 0 or less where the model takes any
/// @param height the same
record OnnxInput(String name, int width, int height, OnnxModel.Layout layout) {

    private static final int STRIDE = 32;
    private static final int MOST = 1920;

    /// What the model gets. The array is not copied.
    ///
    /// @param scale pixels of the model's input per pixel of the picture
    @SuppressWarnings("ArrayRecordComponent")
    record Frame(float[] values, int width, int height, double scale) {}

    Frame frame(Picture picture) {
        double fit = Math.min(1, MOST / (double) Math.max(picture.width(), picture.height()));
        int w = width > 0 ? width : padded(picture.width() * fit);
        int h = height > 0 ? height : padded(picture.height() * fit);
        double scale = Math.min(w / (double) picture.width(), h / (double) picture.height());
        if (width <= 0 && height <= 0) {
            scale = fit;
        }
        int across = (int) Math.clamp(Math.round(picture.width() * scale), 1, w);
        int down = (int) Math.clamp(Math.round(picture.height() * scale), 1, h);
        try (Mat scaled = new Mat();
                Size size = new Size(across, down)) {
            opencv_imgproc.resize(picture.mat(), scaled, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            byte[] bgr = new byte[3 * across * down];
            scaled.data().get(bgr);
            return new Frame(planes(bgr, across, down, w, h), w, h, scale);
        }
    }

    private float[] planes(byte[] bgr, int across, int down, int w, int h) {
        boolean redFirst = layout.redFirst();
        float unit = layout.brightest() / 255;
        float[] values = new float[Math.multiplyExact(3, Math.multiplyExact(w, h))];
        for (int y = 0; y < down; y++) {
            for (int x = 0; x < across; x++) {
                for (int c = 0; c < 3; c++) {
                    int value = bgr[3 * (y * across + x) + c] & 0xff;
                    int plane = redFirst ? 2 - c : c;
                    values[(plane * h + y) * w + x] = value * unit;
                }
            }
        }
        return values;
    }

    private static int padded(double pixels) {
        return Math.max(1, (int) Math.ceil(pixels / STRIDE)) * STRIDE;
    }
}
