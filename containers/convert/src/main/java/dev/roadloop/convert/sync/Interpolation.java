package dev.roadloop.convert.sync;

/// Values between two values. `fraction` is how much of the way from the first to the second has
/// gone, 0 to 1.
final class Interpolation {

    /// Above this cosine of half the angle, a straight line is as good as an arc and does not
    /// divide by almost nothing.
    private static final double NEARLY_EQUAL = 0.9999995;

    private Interpolation() {}

    static double linear(double a, double b, double fraction) {
        return a * (1 - fraction) + b * fraction;
    }

    /// On the shorter arc. The result lies in the turn in which the two lie: 0 to `turn` where
    /// neither is negative, and else minus to plus half a `turn`, if they do.
    ///
    /// @param turn 360 or 2π
    static double angle(double a, double b, double fraction, double turn) {
        double arc = Math.IEEEremainder(b - a, turn);
        double between = a + fraction * arc;
        double half = turn / 2;
        if (a >= 0 && b >= 0 && a <= turn && b <= turn) {
            return between < 0 ? between + turn : between >= turn ? between - turn : between;
        }
        if (Math.abs(a) <= half && Math.abs(b) <= half) {
            return between > half ? between - turn : between < -half ? between + turn : between;
        }
        return between;
    }

    /// Turns from one unit quaternion to another at a steady rate on the shorter way (K. Shoemake,
    /// Animating Rotation with Quaternion Curves, 1985).
    ///
    /// @param a x, y, z, w
    /// @param b x, y, z, w
    /// @param to where the result goes, with length 1
    /// @return false where one of the two is no orientation
    static boolean slerp(double[] a, double[] b, double fraction, double[] to) {
        double lengthA = length(a);
        double lengthB = length(b);
        if (!(lengthA > 0.5 && lengthA < 2 && lengthB > 0.5 && lengthB < 2)) {
            return false;
        }
        double cosine = 0;
        for (int i = 0; i < 4; i++) {
            cosine += a[i] / lengthA * b[i] / lengthB;
        }
        double sign = cosine < 0 ? -1 : 1;
        double within = Math.min(1, Math.abs(cosine));
        double first = 1 - fraction;
        double second = fraction;
        if (within < NEARLY_EQUAL) {
            double angle = Math.acos(within);
            first = Math.sin((1 - fraction) * angle) / Math.sin(angle);
            second = Math.sin(fraction * angle) / Math.sin(angle);
        }
        for (int i = 0; i < 4; i++) {
            to[i] = first * a[i] / lengthA + sign * second * b[i] / lengthB;
        }
        double length = length(to);
        for (int i = 0; i < 4; i++) {
            to[i] /= length;
        }
        return true;
    }

    private static double length(double[] q) {
        return Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    }
}
