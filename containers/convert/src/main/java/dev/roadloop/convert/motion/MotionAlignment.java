package dev.roadloop.convert.motion;

import dev.roadloop.convert.sync.TurnRates;
import java.util.Arrays;

/// How far the movements of a picture must be taken back in time to follow the turns that a
/// gyroscope felt about one of its axes.
///
/// At each lag from -1.5 to 1.5 s a straight line through the turns explains part of the movements;
/// the lag at which it explains most is the answer, refined by a parabola. Movements far from the
/// line (a lorry that crosses the picture) are left out the second time. The drive is cut into
/// blocks; the lags found without one of them each say how certain the answer is (the jackknife, M.
/// Quenouille 1949, J. Tukey 1958).
///
/// @param seconds the lag; positive where the pictures are late; not a number where there is none
/// @param uncertaintySeconds the jackknife's standard error
/// @param correlation of movements and turns at that lag, 0 to 1
/// @param comparedSeconds how long movements were compared
/// @param turnDeviation standard deviation of the turn rate meanwhile, radians a second
record MotionAlignment(
        double seconds,
        double uncertaintySeconds,
        double correlation,
        double comparedSeconds,
        double turnDeviation) {

    private static final long STEP = 20_000_000L;
    private static final int STEPS = 75;
    private static final double BLOCK_SECONDS = 2;
    private static final int MOST_BLOCKS = 64;
    private static final int LEAST_BLOCKS = 4;
    private static final double LEAST_SHARE = 0.7;
    private static final double OUTLIER = 4 * 1.4826;
    private static final MotionAlignment NONE =
            new MotionAlignment(Double.NaN, Double.POSITIVE_INFINITY, 0, 0, 0);

    /// Aligns movements with the turns about an axis, 0 to 2.
    static MotionAlignment of(PictureMotion motion, TurnRates turns, int axis) {
        if (motion.size() < 2) {
            return NONE;
        }
        boolean[] counts = new boolean[motion.size()];
        Arrays.fill(counts, true);
        Sums first = Sums.of(motion, turns, axis, counts);
        int lag = first.best(-1);
        if (lag < 0) {
            return first.answer();
        }
        first.dropOutliers(motion, turns, axis, lag, counts);
        return Sums.of(motion, turns, axis, counts).answer();
    }

    private static double turn(PictureMotion motion, TurnRates turns, int axis, int i, int lag) {
        long late = (lag - STEPS) * STEP;
        long from = motion.from(i) - late;
        long to = motion.to(i) - late;
        return turns.turned(axis, from, to) / ((to - from) / 1e9);
    }

    /// For each block and lag the sums of which a correlation is made.
    private static final class Sums {
        private final int blocks;
        private final double[][][] sums;
        private final double seconds;
        private final int counted;

        private Sums(int blocks, double seconds, int counted) {
            this.blocks = blocks;
            this.seconds = seconds;
            this.counted = counted;
            this.sums = new double[blocks][2 * STEPS + 1][6];
        }

        static Sums of(PictureMotion motion, TurnRates turns, int axis, boolean[] counts) {
            double span = (motion.to(motion.size() - 1) - motion.from(0)) / 1e9;
            int blocks = (int) Math.clamp((long) (span / BLOCK_SECONDS), 1, MOST_BLOCKS);
            double seconds = 0;
            int counted = 0;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i]) {
                    seconds += (motion.to(i) - motion.from(i)) / 1e9;
                    counted++;
                }
            }
            Sums made = new Sums(blocks, seconds, counted);
            for (int i = 0; i < motion.size(); i++) {
                if (!counts[i]) {
                    continue;
                }
                double at = (motion.from(i) - motion.from(0)) / 1e9 / span;
                double[][] block = made.sums[(int) Math.min(blocks - 1, at * blocks)];
                double a = motion.rate(i);
                for (int lag = 0; lag <= 2 * STEPS; lag++) {
                    double b = turn(motion, turns, axis, i, lag);
                    if (!Double.isNaN(b)) {
                        double[] sum = block[lag];
                        sum[0]++;
                        sum[1] += a;
                        sum[2] += b;
                        sum[3] += a * a;
                        sum[4] += b * b;
                        sum[5] += a * b;
                    }
                }
            }
            return made;
        }

        /// The sums of all blocks at a lag, but one.
        private double[] total(int lag, int without) {
            double[] total = new double[6];
            for (int block = 0; block < blocks; block++) {
                for (int i = 0; block != without && i < total.length; i++) {
                    total[i] += sums[block][lag][i];
                }
            }
            return total;
        }

        /// How alike movements and turns are at a lag; negative numbers are as good as positive
        /// ones, since nobody knows which way the gyroscope's axis points.
        private double likeness(int lag, int without) {
            double[] s = total(lag, without);
            double share = without < 0 ? 1 : 1 - 1.0 / blocks;
            if (s[0] < LEAST_SHARE * share * counted || s[0] < 3) {
                return 0;
            }
            double squaresA = s[3] - s[1] * s[1] / s[0];
            double squaresB = s[4] - s[2] * s[2] / s[0];
            double products = s[5] - s[1] * s[2] / s[0];
            return squaresA > 0 && squaresB > 0
                    ? Math.abs(products) / Math.sqrt(squaresA * squaresB)
                    : 0;
        }

        /// The lag at which they are most alike, counted in steps; -1 where it is the first or
        /// last.
        int best(int without) {
            int best = 0;
            double most = 0;
            for (int lag = 0; lag <= 2 * STEPS; lag++) {
                double likeness = likeness(lag, without);
                if (likeness > most) {
                    most = likeness;
                    best = lag;
                }
            }
            boolean inside =
                    best > 0
                            && best < 2 * STEPS
                            && likeness(best - 1, without) > 0
                            && likeness(best + 1, without) > 0;
            return inside ? best : -1;
        }

        private double seconds(int best, int without) {
            double before = likeness(best - 1, without);
            double after = likeness(best + 1, without);
            double bend = before - 2 * likeness(best, without) + after;
            double part = bend < 0 ? (before - after) / (2 * bend) : 0;
            return (best - STEPS + part) * STEP / 1e9;
        }

        void dropOutliers(
                PictureMotion motion, TurnRates turns, int axis, int lag, boolean[] counts) {
            double[] s = total(lag, -1);
            double slope = (s[5] - s[1] * s[2] / s[0]) / (s[4] - s[2] * s[2] / s[0]);
            double base = (s[1] - slope * s[2]) / s[0];
            double[] rest = new double[counts.length];
            for (int i = 0; i < rest.length; i++) {
                double turn = turn(motion, turns, axis, i, lag);
                rest[i] = Double.isNaN(turn) ? 0 : Math.abs(motion.rate(i) - base - slope * turn);
            }
            double[] sorted = rest.clone();
            Arrays.sort(sorted);
            double most = OUTLIER * sorted[sorted.length / 2];
            for (int i = 0; i < rest.length; i++) {
                counts[i] = rest[i] <= most;
            }
        }

        MotionAlignment answer() {
            double[] still = total(STEPS, -1);
            double deviation =
                    still[0] == 0
                            ? 0
                            : Math.sqrt(
                                    Math.max(
                                            0,
                                            still[4] / still[0]
                                                    - Math.pow(still[2] / still[0], 2)));
            int best = best(-1);
            if (best < 0) {
                return new MotionAlignment(
                        Double.NaN, Double.POSITIVE_INFINITY, 0, seconds, deviation);
            }
            double[] lags = new double[blocks];
            double mean = 0;
            for (int block = 0; block < blocks; block++) {
                int without = best(block);
                lags[block] = without < 0 ? Double.NaN : seconds(without, block);
                mean += lags[block] / blocks;
            }
            double squares = 0;
            for (double lag : lags) {
                squares += (lag - mean) * (lag - mean);
            }
            double error =
                    blocks < LEAST_BLOCKS || Double.isNaN(squares)
                            ? Double.POSITIVE_INFINITY
                            : Math.sqrt(squares * (blocks - 1) / blocks);
            return new MotionAlignment(
                    seconds(best, -1), error, likeness(best, -1), seconds, deviation);
        }
    }
}
