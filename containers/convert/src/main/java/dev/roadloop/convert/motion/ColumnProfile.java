package dev.roadloop.convert.motion;

import dev.roadloop.video.ReducedJpeg;

/// How bright the columns of a picture are around the horizon, less what changes slowly from column
/// to column: what is left shows where upright edges are, whatever the exposure.
final class ColumnProfile {

    /// The band of rows that is summed up: above it there is sky, below it the road, which comes
    /// nearer.
    private static final double TOP = 0.25;

    private static final double BOTTOM = 0.60;
    private static final int SMOOTH = 8;
    private static final double LEAST_LIKENESS = 0.6;
    private static final int MOST_SHIFT = 6;

    private final double[] columns;

    private ColumnProfile(double[] columns) {
        this.columns = columns;
    }

    /// The profile of a picture.
    static ColumnProfile of(ReducedJpeg picture) {
        int width = picture.width();
        double[] sums = new double[width];
        byte[] row = new byte[width];
        int bottom = Math.max(1, (int) (BOTTOM * picture.height()));
        for (int y = (int) (TOP * picture.height()); y < bottom; y++) {
            picture.row(y, row);
            for (int x = 0; x < width; x++) {
                sums[x] += row[x] & 0xff;
            }
        }
        return ofColumns(sums);
    }

    /// The profile of columns of this brightness.
    static ColumnProfile ofColumns(double... brightness) {
        int width = brightness.length;
        int half = Math.max(1, width / SMOOTH / 2);
        double[] before = new double[width + 1];
        for (int x = 0; x < width; x++) {
            before[x + 1] = before[x] + brightness[x];
        }
        double[] edges = new double[width];
        for (int x = 0; x < width; x++) {
            int from = Math.max(0, x - half);
            int to = Math.min(width, x + half + 1);
            edges[x] = brightness[x] - (before[to] - before[from]) / (to - from);
        }
        return new ColumnProfile(edges);
    }

    /// By which part of its width the picture moved to the right since an earlier one; not a number
    /// where the two are not alike, or it moved by more than a sixth.
    double movedSince(ColumnProfile earlier) {
        int width = columns.length;
        if (earlier.columns.length != width || width < MOST_SHIFT * 2) {
            return Double.NaN;
        }
        int most = width / MOST_SHIFT;
        double[] likeness = new double[2 * most + 1];
        int best = 0;
        for (int i = 0; i < likeness.length; i++) {
            likeness[i] = likeness(earlier, i - most);
            if (likeness[i] > likeness[best]) {
                best = i;
            }
        }
        if (best == 0 || best == likeness.length - 1 || !(likeness[best] >= LEAST_LIKENESS)) {
            return Double.NaN;
        }
        double bend = likeness[best - 1] - 2 * likeness[best] + likeness[best + 1];
        double part = bend < 0 ? (likeness[best - 1] - likeness[best + 1]) / (2 * bend) : 0;
        return (best - most + part) / width;
    }

    /// The correlation of the columns that both show, were this picture moved by `shift` columns.
    private double likeness(ColumnProfile earlier, int shift) {
        double own = 0;
        double other = 0;
        double both = 0;
        int from = Math.max(0, shift);
        int to = Math.min(columns.length, columns.length + shift);
        for (int x = from; x < to; x++) {
            double a = columns[x];
            double b = earlier.columns[x - shift];
            own += a * a;
            other += b * b;
            both += a * b;
        }
        return own > 0 && other > 0 ? both / Math.sqrt(own * other) : 0;
    }
}
