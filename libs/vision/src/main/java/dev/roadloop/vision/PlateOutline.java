package dev.roadloop.vision;

import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/// Fits a frame to the plate in it. Cascades know one shape of plate; real ones are twice to five
/// times as wide as high. The plate's characters are upright strokes: the rows and then the columns
/// where these are dense make the outline.
final class PlateOutline {

    private static final double HEIGHT = 32;
    private static final double ROW_LEVEL = 0.4;
    private static final double COLUMN_LEVEL = 0.3;
    private static final double EDGE = 0.12;

    private PlateOutline() {}

    /// @return the fitted frame; the given one where no outline of a plate's shape is found
    static Frame fit(Mat grey, Frame about) {
        Frame around = about.grown(0.3 * about.w(), 0.45 * about.h());
        Strip strip = Strip.cut(grey, around, HEIGHT / about.h(), true);
        Frame fitted = strip == null ? null : outline(strip, about);
        if (fitted == null
                || fitted.w() < 1.2 * fitted.h()
                || fitted.w() > 7.5 * fitted.h()
                || fitted.h() < 0.4 * about.h()
                || fitted.w() < 0.4 * about.w()) {
            return about;
        }
        return fitted;
    }

    private static @Nullable Frame outline(Strip strip, Frame about) {
        int x0 = strip.column(about.x());
        int x1 = strip.column(about.right());
        int y0 = strip.row(about.y());
        int y1 = strip.row(about.bottom());
        int inset = (y1 - y0) / 5;
        int quarter = (x1 - x0) / 4;
        if (y1 - y0 <= 2 * inset || quarter == 0) {
            return null;
        }
        strip.limitStrokes(0.95, x0, x1, y0, y1);

        float[] rows = new float[strip.height];
        for (int y = 0; y < rows.length; y++) {
            rows[y] = (float) strip.meanStrokes(x0, x1, y, y + 1);
        }
        rows = smoothed(rows, 2);
        float calm = level(rows, 0, rows.length, 0.1);
        float busy = level(rows, y0 + inset, y1 - inset, 0.8);
        Span high =
                Span.around(
                        rows, y0 + inset, y1 - inset, (float) (calm + ROW_LEVEL * (busy - calm)));

        float[] columns = new float[strip.width];
        for (int x = 0; x < columns.length; x++) {
            columns[x] = (float) strip.meanStrokes(x, x + 1, high.from(), high.to());
        }
        float[] dense = smoothed(columns, (int) (HEIGHT * 0.45));
        calm = level(dense, 0, dense.length, 0.05);
        busy = level(dense, x0, x1, 0.7);
        int middle = (x0 + x1) / 2;
        Span wide =
                Span.around(
                                dense,
                                middle - quarter,
                                middle + quarter,
                                (float) (calm + COLUMN_LEVEL * (busy - calm)))
                        .trimmed(columns, 0.7f);

        double margin = EDGE * high.length();
        return strip.toPicture(
                wide.from() - margin,
                high.from() - margin,
                wide.length() + 2 * margin,
                high.length() + 2 * margin);
    }

    private static float level(float[] of, int from, int to, double part) {
        return Strip.percentile(Arrays.copyOfRange(of, from, to), part);
    }

    /// Means over so many neighbours on each side, with the ends repeated beyond them.
    private static float[] smoothed(float[] of, int reach) {
        float[] out = new float[of.length];
        for (int i = 0; i < of.length; i++) {
            float sum = 0;
            for (int d = -reach; d <= reach; d++) {
                sum += of[Math.clamp(i + d, 0, of.length - 1)];
            }
            out[i] = sum / (2 * reach + 1);
        }
        return out;
    }

    /// A run of rows or columns.
    ///
    /// @param to exclusive
    private record Span(int from, int to) {

        /// The run at or above a level that holds the greatest value of a range.
        static Span around(float[] values, int low, int high, float level) {
            int peak = low;
            for (int i = low; i < high; i++) {
                peak = values[i] > values[peak] ? i : peak;
            }
            int from = peak;
            while (from > 0 && values[from - 1] >= level) {
                from--;
            }
            int to = peak + 1;
            while (to < values.length && values[to] >= level) {
                to++;
            }
            return new Span(from, to);
        }

        int length() {
            return to - from;
        }

        /// Without its ends that are weaker than a part of its median.
        Span trimmed(float[] values, float part) {
            float least = level(values, from, to, 0.5) * part;
            int a = from;
            int b = to;
            while (a < b - 1 && values[a] < least) {
                a++;
            }
            while (b > a + 1 && values[b - 1] < least) {
                b--;
            }
            return new Span(a, b);
        }
    }
}
