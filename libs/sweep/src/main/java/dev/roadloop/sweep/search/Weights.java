package dev.roadloop.sweep.search;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Weights of things of which one is drawn.
final class Weights {

    /// So many of the latest observations count in full.
    private static final int FULL = 25;

    private Weights() {}

    /// Draws an index.
    ///
    /// @param shares with the sum 1
    static int draw(List<Double> shares, RandomGenerator random) {
        double left = random.nextDouble();
        for (int i = 0; i < shares.size(); i++) {
            left -= shares.get(i);
            if (left < 0) {
                return i;
            }
        }
        return last(shares);
    }

    /// Shares of observations, oldest first, and of the prior behind them: the latest 25 and the
    /// prior count alike, older ones less and less, as in optuna and hyperopt.
    static List<Double> ofKernels(int observations) {
        List<Double> weights = new ArrayList<>();
        int old = Math.max(0, observations - FULL);
        for (int i = 0; i < old; i++) {
            double first = 1.0 / observations;
            weights.add(old == 1 ? first : first + (1 - first) * i / (old - 1));
        }
        for (int i = old; i <= observations; i++) {
            weights.add(1.0);
        }
        double sum = weights.stream().mapToDouble(weight -> weight).sum();
        return weights.stream().map(weight -> weight / sum).toList();
    }

    /// Rounding may leave nothing to draw but the last that can be drawn at all.
    private static int last(List<Double> shares) {
        int at = shares.size() - 1;
        while (at > 0 && shares.get(at) == 0) {
            at--;
        }
        return at;
    }
}
