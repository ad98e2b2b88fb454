package dev.roadloop.sweep.report;

import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The colour of each trial: by its rank, so that one bad value does not make all others alike.
final class Tints {

    /// From the worst to the best; both ends differ in lightness, too, for those who see no hue.
    private static final int[][] STOPS = {
        {226, 190, 140}, {214, 110, 86}, {128, 62, 140}, {28, 36, 110}
    };

    private final Map<Integer, Double> goodness = new HashMap<>();

    Tints(Standing standing) {
        List<Trial> ranked =
                standing.trials().stream()
                        .filter(trial -> trial.value() != null)
                        .sorted(
                                Comparator.comparingDouble((Trial trial) -> cost(standing, trial))
                                        .reversed())
                        .toList();
        for (int i = 0; i < ranked.size(); i++) {
            goodness.put(
                    ranked.get(i).number(),
                    ranked.size() == 1 ? 1 : (double) i / (ranked.size() - 1));
        }
    }

    /// 0 for the worst, 1 for the best.
    double goodness(Trial trial) {
        return goodness.getOrDefault(trial.number(), 0.0);
    }

    String of(Trial trial) {
        return of(goodness(trial));
    }

    static String of(double goodness) {
        double at = Math.clamp(goodness, 0, 1) * (STOPS.length - 1);
        int from = Math.min((int) at, STOPS.length - 2);
        double part = at - from;
        int[] mixed = new int[3];
        for (int i = 0; i < 3; i++) {
            mixed[i] = (int) Math.round(STOPS[from][i] * (1 - part) + STOPS[from + 1][i] * part);
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }

    static double cost(Standing standing, Trial trial) {
        Double value = trial.value();
        return value == null ? Double.POSITIVE_INFINITY : standing.spec().goal().cost(value);
    }
}
