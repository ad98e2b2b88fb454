package dev.roadloop.evaluate.statistics;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// The nonparametric bootstrap with images as units: as many images as there are, drawn with
/// replacement, again and again (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).
/// Images, not objects, as the objects of one image are not independent. The same seed gives the
/// same numbers on any number of cores.
///
/// @param resamples how often a set is drawn
/// @param seed of the draws
/// @param confidence of the intervals, between 0 and 1
public record Bootstrap(int resamples, long seed, double confidence) {
    private static final int MOST = 1_000_000;

    /// @throws IllegalArgumentException when a number is outside its range
    public Bootstrap {
        if (resamples < 10 || resamples > MOST) {
            throw new IllegalArgumentException(
                    "resamples: expected 10 to " + MOST + ", found " + resamples);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence: expected a number between 0 and 1, found " + confidence);
        }
    }

    /// What a measure gives for each resampled set: a row for each of its numbers. Takes 8 bytes a
    /// number and resample.
    ///
    /// @param images the images to draw from
    public double[][] distribution(Measure measure, BitSet images) {
        int[] members = images.stream().toArray();
        int numbers = measure.labels().size();
        double[][] rows = new double[numbers][resamples];
        // A seed of its own for each draw, so that it does not matter which thread makes which.
        long[] seeds = new SplittableRandom(seed).longs(resamples).toArray();
        IntStream.range(0, resamples)
                .parallel()
                .forEach(resample -> {
                    double[] values = measure.of(draw(members, images.length(), seeds[resample]));
                    for (int i = 0; i < numbers; i++) {
                        rows[i][resample] = values[i];
                    }
                });
        return rows;
    }

    private static int[] draw(int[] members, int universe, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] weights = new int[universe];
        for (int i = 0; i < members.length; i++) {
            weights[members[random.nextInt(members.length)]]++;
        }
        return weights;
    }

    /// The percentile interval of one number; none where fewer than half of the resampled sets have
    /// the number at all.
    ///
    /// @param row one number's row of [#distribution]
    public Optional<Interval> interval(double[] row) {
        double[] present = present(row);
        if (present.length * 2 < row.length || present.length == 0) {
            return Optional.empty();
        }
        Arrays.sort(present);
        double tail = (1 - confidence) / 2;
        return Optional.of(new Interval(quantile(present, tail), quantile(present, 1 - tail)));
    }

    /// How likely a difference at least as clear would be if there were none, both sides counted:
    /// twice the part of the resampled differences on the rarer side of zero, the observed set
    /// counted as one more so that it is never 0.
    ///
    /// @param row one number's row of [#distribution] of a [Measure#difference]
    /// @return none where fewer than half of the resampled sets have the number at all
    public Optional<Double> probability(double[] row) {
        double[] present = present(row);
        if (present.length * 2 < row.length || present.length == 0) {
            return Optional.empty();
        }
        int below = 0;
        int above = 0;
        for (double value : present) {
            below += value <= 0 ? 1 : 0;
            above += value >= 0 ? 1 : 0;
        }
        return Optional.of(Math.min(1, 2.0 * (Math.min(below, above) + 1) / (present.length + 1)));
    }

    private static double[] present(double[] row) {
        return Arrays.stream(row).filter(value -> !Double.isNaN(value)).toArray();
    }

    private static double quantile(double[] sorted, double part) {
        double at = part * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
