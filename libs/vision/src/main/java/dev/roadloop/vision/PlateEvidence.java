package dev.roadloop.vision;

import org.bytedeco.opencv.opencv_core.Mat;

/// How much a frame looks like a plate: strokes inside, calm above and below, more light than dark,
/// wide, and found by many windows of the cascade.
///
/// The weights are round numbers set by hand after a look at how each measure differs on labelled
/// sets (see the table in the benchmarks); they are not a trained model.
final class PlateEvidence {

    private static final double HEIGHT = 24;

    private PlateEvidence() {}

    /// Above 0: more likely a plate than not. What is private is kept far below that.
    ///
    /// @param finds windows of the cascade that found it
    static double of(Mat grey, Frame plate, int finds) {
        Frame around = plate.grown(0.5 * plate.h(), 0.8 * plate.h());
        Strip strip = Strip.cut(grey, around, HEIGHT / plate.h(), false);
        double shape = 0.8 * Math.log(finds) + 0.5 * Math.min(plate.w() / plate.h(), 4) - 7.2;
        if (strip == null) {
            return shape;
        }
        int x0 = strip.column(plate.x());
        int x1 = strip.column(plate.right());
        int y0 = strip.row(plate.y());
        int y1 = strip.row(plate.bottom());
        if (x1 - x0 < 4 || y1 - y0 < 4) {
            return shape;
        }
        double inside = strip.meanStrokes(x0, x1, y0, y1);
        double above = strip.meanStrokes(x0, x1, 0, Math.max(1, y0 - 3));
        int under = Math.min(y1 + 3, strip.height - 1);
        double below = strip.meanStrokes(x0, x1, under, strip.height);
        return shape
                - 0.3 * ratio(above, inside)
                - ratio(below, inside)
                + lettering(strip, x0, x1, y0, y1, plate.w() / plate.h());
    }

    private static double ratio(double outside, double inside) {
        return Math.clamp(Math.log((outside + 1) / (inside + 1)), -3, 0.5);
    }

    /// Changes between dark and light along the middle rows, and the part that is light.
    private static double lettering(Strip strip, int x0, int x1, int y0, int y1, double aspect) {
        int inset = (y1 - y0) / 4;
        float[] greys = strip.greys(x0, x1, y0 + inset, y1 - inset);
        float limit = Threshold.otsu(greys);
        int wide = x1 - x0;
        int light = 0;
        float[] changes = new float[y1 - y0 - 2 * inset];
        for (int i = 0; i < greys.length; i++) {
            light += greys[i] > limit ? 1 : 0;
            if (i % wide > 0 && (greys[i] > limit) != (greys[i - 1] > limit)) {
                changes[i / wide]++;
            }
        }
        double perHeight = Strip.percentile(changes, 0.5) / aspect;
        return 0.1 * Math.clamp(perHeight, 0, 5)
                + 1.5 * Math.clamp(light / (double) greys.length, 0.2, 0.8);
    }
}
