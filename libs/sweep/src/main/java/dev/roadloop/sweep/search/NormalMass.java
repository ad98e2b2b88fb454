package dev.roadloop.sweep.search;

/// The mass of the standard normal distribution between two points, good to 14 digits in the tails
/// too.
///
/// Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (series) and 7.1.14
/// (continued fraction).
final class NormalMass {

    private static final double SERIES_UP_TO = 2.5;
    private static final int FRACTION_TERMS = 120;

    private NormalMass() {}

    /// @param from below `to`
    static double between(double from, double to) {
        double a = from / Math.sqrt(2);
        double b = to / Math.sqrt(2);
        if (a > 0) {
            return (tail(a) - tail(b)) / 2;
        }
        if (b < 0) {
            return (tail(-b) - tail(-a)) / 2;
        }
        return (2 - tail(-a) - tail(b)) / 2;
    }

    /// The complementary error function of what is not negative.
    private static double tail(double x) {
        if (x < SERIES_UP_TO) {
            double term = x;
            double sum = x;
            for (int n = 1; term > 1e-18 * sum; n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return 1 - 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
        }
        double fraction = x;
        for (int n = FRACTION_TERMS; n > 0; n--) {
            fraction = x + n / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
