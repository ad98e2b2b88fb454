package dev.roadloop.evaluate.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Romano and Wolf's step-down correction of many tests made at once on the same resampled sets
/// (Exact and Approximate Stepdown Methods for Multiple Hypothesis Testing, JASA 100, 2005; the
/// p-values as in Efficient Computation of Adjusted p-values, 2016): bounds the chance of even one
/// false alarm among all tests.
///
/// A test's clearness is its observed difference by the standard deviation of the resampled ones,
/// as Student's t made a normal deviate (Wallace, Bounds on Normal Approximations to Student's and
/// the Chi-Square Distributions, 1959), since few units know little of their own spread. Of each
/// resampled set one number counts: how far the test strayed that strays most. A difference is as
/// unlikely as sets are rare in which any test strays as far. The clearest test is held against all
/// of them, the next against all but the clearest, and so on.
///
/// Holm's correction bounds the same chance, from the p-values alone. It has to take the worst that
/// the tests could have in common, and needs p-values below the level by the number of tests, which
/// means resampled sets in proportion to the tests, for each of them. Here the draws themselves
/// tell what the tests have in common, and a thousand of them do for any number of tests.
public final class StepDown {
    private StepDown() {}

    /// The corrected p-values, never 0, as the observed set counts as one more.
    ///
    /// @param observed the difference of each test
    /// @param resampled for each test the differences in resampled sets, in the same order of sets
    ///   for all tests; NaN where a set has none
    /// @param units for each test how many units its sets are drawn from
    public static double[] corrected(double[] observed, double[][] resampled, int[] units) {
        int tests = observed.length;
        double[] deviations = Arrays.stream(resampled).mapToDouble(StepDown::deviation).toArray();
        double[] clearness = new double[tests];
        for (int test = 0; test < tests; test++) {
            double distance = distance(Math.abs(observed[test]), deviations[test]);
            clearness[test] = normal(distance, units[test]);
        }
        int[] clearest =
                IntStream.range(0, tests)
                        .boxed()
                        .sorted(Comparator.comparingDouble(test -> -clearness[test]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] corrected = new double[tests];
        double[] strayed = new double[tests == 0 ? 0 : resampled[0].length];
        for (int rank = tests - 1; rank >= 0; rank--) {
            int test = clearest[rank];
            int asFar = 0;
            for (int set = 0; set < strayed.length; set++) {
                double off = Math.abs(resampled[test][set] - observed[test]);
                if (off > 0) {
                    strayed[set] = Math.max(strayed[set], distance(off, deviations[test]));
                }
                asFar += strayed[set] >= clearness[test] ? 1 : 0;
            }
            corrected[test] = (asFar + 1.0) / (strayed.length + 1);
        }
        double floor = 0;
        for (int test : clearest) {
            floor = Math.max(floor, corrected[test]);
            corrected[test] = floor;
        }
        return corrected;
    }

    /// A difference that all sets share is as clear as can be.
    private static double distance(double difference, double deviation) {
        return difference == 0 ? 0 : difference / deviation;
    }

    /// The normal deviate that is as rare as Student's t of so many units; of one unit nothing is
    /// clear.
    private static double normal(double distance, int units) {
        if (distance == Double.POSITIVE_INFINITY) {
            return units < 2 ? 0 : distance;
        }
        int freedom = units - 1;
        double logarithm = Math.log1p(distance * distance / units);
        return (8.0 * freedom + 1) / (8.0 * freedom + 3) * Math.sqrt(freedom * logarithm);
    }

    private static double deviation(double[] row) {
        double[] there = Arrays.stream(row).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(there).sum() / there.length;
        double squares = Arrays.stream(there).map(value -> (value - mean) * (value - mean)).sum();
        return Math.sqrt(squares / there.length);
    }
}
