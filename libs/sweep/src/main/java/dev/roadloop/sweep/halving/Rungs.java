package dev.roadloop.sweep.halving;

import dev.roadloop.sweep.spec.EarlyStop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rungs of asynchronous successive halving (ASHA): trials pause at each, and the best of those
/// that have come there go on to the next. Whoever asks for work gets a promotion where there is
/// one, the highest first, and begins a new trial where there is none; nobody waits for a rung to
/// fill up.
///
/// What it answers depends on what was recorded, not on the order: equal costs rank by the trial's
/// number.
///
/// Source: L. Li and others, A System for Massively Parallel Hyperparameter Tuning, MLSys 2020,
/// algorithm 2.
public final class Rungs {

    private final double eta;
    private final List<Map<Integer, Double>> costs = new ArrayList<>();
    private final List<Set<Integer>> gone = new ArrayList<>();

    /// Rungs at which nobody is yet.
    public Rungs(EarlyStop early) {
        this.eta = early.eta();
        for (int rung = 0; rung < early.rungs().size(); rung++) {
            costs.add(new HashMap<>());
            gone.add(new HashSet<>());
        }
    }

    /// A trial that may go on, and where to.
    ///
    /// @param rung one above the last means to its end
    public record Promotion(int trial, int rung) {}

    /// A trial has come to a rung.
    ///
    /// @param cost lower is better
    public void arrived(int trial, int rung, double cost) {
        costs.get(rung).put(trial, cost);
    }

    /// A trial has left a rung for the next, or cannot go on from it.
    public void left(int trial, int rung) {
        gone.get(rung).add(trial);
    }

    /// The best trial of the highest rung that has one to promote.
    public Optional<Promotion> promotion() {
        for (int rung = costs.size() - 1; rung >= 0; rung--) {
            int from = rung;
            Map<Integer, Double> here = costs.get(rung);
            Set<Integer> away = gone.get(rung);
            Optional<Integer> best =
                    here.keySet().stream()
                            .sorted(
                                    Comparator.comparingDouble((Integer trial) -> here.get(trial))
                                            .thenComparing(trial -> trial))
                            .limit((long) (here.size() / eta))
                            .filter(trial -> !away.contains(trial))
                            .findFirst();
            if (best.isPresent()) {
                return best.map(trial -> new Promotion(trial, from + 1));
            }
        }
        return Optional.empty();
    }
}
