package dev.roadloop.drivejob.clock;

import java.util.Arrays;

/// A straight line through points of which up to a quarter may be far off: the Theil-Sen estimator
/// (the median of the slopes of all pairs; H. Theil 1950, P. K. Sen 1968). More than 64 points are
/// first put together into 64 groups of neighbours, each standing as its medians.
///
/// @param slope change of y for each unit of x; 0 for fewer than 8 points
/// @param spread 1.4826 times the median absolute deviation of the points from the line
record RobustLine(double slope, double spread) {

    private static final int LEAST = 8;
    private static final int GROUPS = 64;
    private static final double NORMAL = 1.4826;

    /// @param x as many as `y`
    static RobustLine through(double[] x, double[] y) {
        double slope = x.length < LEAST ? 0 : slope(x, y);
        double[] rest = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            rest[i] = y[i] - slope * x[i];
        }
        double middle = median(rest);
        for (int i = 0; i < rest.length; i++) {
            rest[i] = Math.abs(rest[i] - middle);
        }
        return new RobustLine(slope, NORMAL * median(rest));
    }

    private static double slope(double[] x, double[] y) {
        int groups = Math.min(GROUPS, x.length);
        double[] gx = new double[groups];
        double[] gy = new double[groups];
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) g * x.length / groups);
            int to = (int) ((long) (g + 1) * x.length / groups);
            gx[g] = median(Arrays.copyOfRange(x, from, to));
            gy[g] = median(Arrays.copyOfRange(y, from, to));
        }
        double[] slopes = new double[groups * (groups - 1) / 2];
        int n = 0;
        for (int i = 0; i < groups; i++) {
            for (int j = i + 1; j < groups; j++) {
                if (gx[j] != gx[i]) {
                    slopes[n++] = (gy[j] - gy[i]) / (gx[j] - gx[i]);
                }
            }
        }
        return n == 0 ? 0 : median(Arrays.copyOf(slopes, n));
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            return 0;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
