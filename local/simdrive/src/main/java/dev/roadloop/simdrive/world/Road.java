package dev.roadloop.simdrive.world;

/// A city street of two lanes each way that bends gently: its centre line as a table over arc
/// length.
///
/// Road coordinates: `s` metres along the centre line, `d` metres to its left. Right-hand traffic:
/// the ego vehicle's lanes have negative `d`. The heading stays within ±0.35 rad of east, so that
/// `x` grows with `s` and the ground can be looked up by `x`.
public final class Road {

    /// Centre of the lane beside the centre line.
    public static final double INNER_LANE = -1.75;

    /// Centre of the lane beside the parked cars.
    public static final double OUTER_LANE = -5.25;

    /// Centre of the parking strip.
    public static final double PARKING = -8.1;

    /// Distance of the kerb from the centre line.
    public static final double KERB = 9.3;

    /// Outer edge of the pavement.
    public static final double PAVEMENT_END = 12.6;

    /// Half the width of the side street at the crossing.
    public static final double SIDE_STREET = 4.5;

    private static final double STEP = 0.25;

    private final double[] xs;
    private final double[] ys;
    private final double[] headings;
    private final float[] yOfX;
    private final float[] sOfX;
    private final float[] headingOfX;
    private final double crossing;

    /// @param length metres of road, at least 100
    /// @param bend amplitude of the heading's swing, radians, at most 0.3
    /// @param phase where in its swing the road begins, radians
    /// @param crossing the `s` of the side street's axis
    public Road(double length, double bend, double phase, double crossing) {
        if (length < 100 || Math.abs(bend) > 0.3) {
            throw new IllegalArgumentException(
                    "road of "
                            + length
                            + " m with bend "
                            + bend
                            + " rad: the length must be at least 100 m and the bend at most 0.3"
                            + " rad");
        }
        this.crossing = crossing;
        int n = (int) (length / STEP) + 1;
        xs = new double[n];
        ys = new double[n];
        headings = new double[n];
        for (int i = 0; i < n; i++) {
            double s = i * STEP;
            headings[i] =
                    bend * (Math.sin(s / 85 + phase) - Math.sin(phase)) + 0.02 * Math.sin(s / 31);
            if (i > 0) {
                double mid = (headings[i] + headings[i - 1]) / 2;
                xs[i] = xs[i - 1] + STEP * Math.cos(mid);
                ys[i] = ys[i - 1] + STEP * Math.sin(mid);
            }
        }
        int m = (int) (xs[n - 1] / STEP) + 1;
        yOfX = new float[m];
        sOfX = new float[m];
        headingOfX = new float[m];
        int at = 0;
        for (int i = 0; i < m; i++) {
            double x = i * STEP;
            while (at < n - 2 && xs[at + 1] < x) {
                at++;
            }
            double part = (x - xs[at]) / (xs[at + 1] - xs[at]);
            yOfX[i] = (float) (ys[at] + part * (ys[at + 1] - ys[at]));
            sOfX[i] = (float) ((at + part) * STEP);
            headingOfX[i] = (float) (headings[at] + part * (headings[at + 1] - headings[at]));
        }
    }

    /// Metres from the start to the end of the centre line.
    public double length() {
        return (xs.length - 1) * STEP;
    }

    /// The `s` at which the side street's axis crosses.
    public double crossing() {
        return crossing;
    }

    /// East coordinate of a point in road coordinates.
    public double x(double s, double d) {
        return at(xs, s) - d * Math.sin(at(headings, s));
    }

    /// North coordinate of a point in road coordinates.
    public double y(double s, double d) {
        return at(ys, s) + d * Math.cos(at(headings, s));
    }

    /// Direction of the centre line, radians from east.
    public double heading(double s) {
        return at(headings, s);
    }

    /// Arc length beside a world point, exact to first order in the bend.
    public double sAt(double x, double y) {
        return lookUp(sOfX, x) + (y - lookUp(yOfX, x)) * Math.sin(lookUp(headingOfX, x));
    }

    /// Distance of a world point to the left of the centre line, exact to first order in the bend.
    public double dAt(double x, double y) {
        return (y - lookUp(yOfX, x)) * Math.cos(lookUp(headingOfX, x));
    }

    /// Road coordinates of points in a row, at equal distances from each other: the same as [#sAt]
    /// and [#dAt] of each.
    ///
    /// @param x of the first point
    /// @param dx to the next one
    /// @param s filled with arc lengths
    /// @param d filled with distances to the left
    public void locate(double x, double y, double dx, double dy, double[] s, double[] d) {
        for (int i = 0; i < s.length; i++) {
            double wx = x + i * dx;
            double off = y + i * dy - lookUp(yOfX, wx);
            double heading = lookUp(headingOfX, wx);
            s[i] = lookUp(sOfX, wx) + off * Math.sin(heading);
            d[i] = off * Math.cos(heading);
        }
    }

    private static double at(double[] table, double s) {
        double index = Math.clamp(s / STEP, 0, table.length - 1.001);
        int i = (int) index;
        double part = s / STEP - i;
        return table[i] + part * (table[i + 1] - table[i]);
    }

    private static double lookUp(float[] table, double x) {
        double place = x / STEP;
        double last = table.length - 1.001;
        double index = place < 0 ? 0 : place > last ? last : place;
        int i = (int) index;
        return table[i] + (index - i) * (table[i + 1] - table[i]);
    }
}
