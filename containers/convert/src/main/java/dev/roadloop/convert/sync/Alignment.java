package dev.roadloop.convert.sync;

import java.util.Arrays;
import java.util.Optional;

/// How far one series must be taken back in time to lie on another that measures the same motion.
///
/// The series is cut into blocks of ten seconds. In a block with enough change, each lag from -1.5
/// to 1.5 s leaves a part of the variance that a straight line through the other series' values
/// does not explain. The lag that leaves least over all such blocks is the answer, refined by a
/// parabola; the blocks' own lags show how certain it is.
///
/// @param seconds the lag; positive where the series is late
/// @param uncertaintySeconds half the range of the middle two thirds of the blocks' lags
/// @param correlation of the two at that lag, over all blocks
/// @param comparedSeconds the blocks' length together
record Alignment(
        double seconds, double uncertaintySeconds, double correlation, double comparedSeconds) {

    private static final long STEP = 20_000_000L;
    private static final int STEPS = 75;
    private static final long BLOCK = 10_000_000_000L;
    private static final int LEAST_BLOCKS = 3;
    private static final int LEAST_VALUES = 20;
    private static final double LEAST_BLOCK_CORRELATION = 0.9;
    private static final double LEAST_CORRELATION = 0.95;

    /// Aligns a series.
    ///
    /// @param leastDeviation the least standard deviation of a block that shows enough change
    /// @return empty where fewer than three blocks show enough, or the two are not alike
    static Optional<Alignment> of(TimeSeries late, TimeSeries reference, double leastDeviation) {
        double[] left = new double[2 * STEPS + 1];
        double variance = 0;
        double[] lags = new double[0];
        int from = 0;
        while (from < late.size()) {
            int to = from;
            while (to < late.size() && late.time(to) < late.time(from) + BLOCK) {
                to++;
            }
            Block block = Block.of(late, reference, from, to);
            if (block.isTelling(leastDeviation)) {
                for (int i = 0; i < left.length; i++) {
                    left[i] += block.left()[i] * block.weight();
                }
                variance += block.weight();
                lags = Arrays.copyOf(lags, lags.length + 1);
                lags[lags.length - 1] = lag(block.left());
            }
            from = to;
        }
        if (lags.length < LEAST_BLOCKS) {
            return Optional.empty();
        }
        int best = least(left);
        double correlation = Math.sqrt(Math.max(0, 1 - left[best] / variance));
        if (correlation < LEAST_CORRELATION || best == 0 || best == left.length - 1) {
            return Optional.empty();
        }
        Arrays.sort(lags);
        double spread =
                (lags[(int) Math.floor(0.84 * (lags.length - 1))]
                                - lags[(int) Math.ceil(0.16 * (lags.length - 1))])
                        / 2;
        return Optional.of(
                new Alignment(
                        lag(left),
                        Math.max(spread, STEP / 1e9 / 2),
                        correlation,
                        lags.length * BLOCK / 1e9));
    }

    private static int least(double[] left) {
        int best = 0;
        for (int i = 1; i < left.length; i++) {
            if (left[i] < left[best]) {
                best = i;
            }
        }
        return best;
    }

    /// The lag of the parabola through the least value and its neighbours, in seconds.
    private static double lag(double[] left) {
        int best = least(left);
        double shift = 0;
        if (best > 0 && best < left.length - 1) {
            double bend = left[best - 1] - 2 * left[best] + left[best + 1];
            shift = bend > 0 ? (left[best - 1] - left[best + 1]) / (2 * bend) : 0;
        }
        return (best - STEPS + shift) * STEP / 1e9;
    }

    /// Ten seconds of a series.
    ///
    /// @param left for each lag the part of the variance that is not explained
    /// @param deviation of the series
    /// @param weight its sum of squares
    private record Block(double[] left, double deviation, double weight) {

        static Block of(TimeSeries late, TimeSeries reference, int from, int to) {
            double[] left = new double[2 * STEPS + 1];
            double deviation = 0;
            double weight = 0;
            for (int step = 0; step < left.length; step++) {
                double n = 0;
                double sumA = 0;
                double sumB = 0;
                double sumAa = 0;
                double sumBb = 0;
                double sumAb = 0;
                for (int i = from; i < to; i++) {
                    double b = reference.at(late.time(i) - (step - STEPS) * STEP);
                    if (!Double.isNaN(b)) {
                        double a = late.value(i) - late.value(from);
                        b -= late.value(from);
                        n++;
                        sumA += a;
                        sumB += b;
                        sumAa += a * a;
                        sumBb += b * b;
                        sumAb += a * b;
                    }
                }
                double squaresA = sumAa - sumA * sumA / n;
                double squaresB = sumBb - sumB * sumB / n;
                double products = sumAb - sumA * sumB / n;
                boolean alike = products > 0 && squaresA > 0 && squaresB > 0;
                left[step] =
                        n < LEAST_VALUES || n < 0.8 * (to - from) || !alike
                                ? 1
                                : 1 - products * products / (squaresA * squaresB);
                if (step == STEPS && n > 0) {
                    deviation = Math.sqrt(Math.max(0, squaresA / n));
                    weight = Math.max(0, squaresA);
                }
            }
            return new Block(left, deviation, weight);
        }

        boolean isTelling(double leastDeviation) {
            int best = least(left);
            return deviation >= leastDeviation
                    && best > 0
                    && best < left.length - 1
                    && Math.sqrt(Math.max(0, 1 - left[best])) >= LEAST_BLOCK_CORRELATION;
        }
    }
}
