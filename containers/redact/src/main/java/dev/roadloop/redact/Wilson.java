package dev.roadloop.redact;

import java.util.Map;

/// Wilson's score interval of a proportion.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
/// JASA 22 (1927).
///
/// @param low its lower end
/// @param high its upper end
record Wilson(double low, double high) {

    /// Two-sided quantiles of the standard normal distribution.
    private static final Map<Double, Double> QUANTILES =
            Map.of(
                    0.8, 1.2815515655446004,
                    0.9, 1.6448536269514722,
                    0.95, 1.959963984540054,
                    0.99, 2.5758293035489004);

    /// The interval.
    ///
    /// @param confidence 0.8, 0.9, 0.95 or 0.99
    static Wilson of(long found, long trials, double confidence) {
        Double z = QUANTILES.get(confidence);
        if (z == null || trials < 1 || found < 0 || found > trials) {
            throw new IllegalArgumentException(
                    "expected a confidence of "
                            + QUANTILES.keySet()
                            + " and at least one trial, found "
                            + confidence
                            + " and "
                            + found
                            + " of "
                            + trials);
        }
        double share = found / (double) trials;
        double square = z * z;
        double middle = share + square / (2 * trials);
        double reach =
                z * Math.sqrt(share * (1 - share) / trials + square / (4.0 * trials * trials));
        double scale = 1 + square / trials;
        return new Wilson(
                Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale));
    }
}
