package dev.roadloop.sweep.search;

import dev.roadloop.sweep.search.Observation.Progress;
import dev.roadloop.sweep.spec.Domain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.random.RandomGenerator;

/// The tree-structured Parzen estimator: the best tenth of the trials makes one density, all others
/// another, and of some configurations drawn from the first the one is tried at which the ratio of
/// the two is highest, as is the expected improvement there. Trials under way count among the
/// others, so that parallel ones keep away from each other.
///
/// Source: J. Bergstra and others, Algorithms for Hyper-Parameter Optimization, NeurIPS 2011; the
/// split, counts and weights are those that optuna 5 has as defaults, the constant liar on.
final class ParzenSearch implements Search {

    private static final int CANDIDATES = 24;
    private static final int BY_CHANCE = 10;
    private static final int MOST_GOOD = 25;

    private final SortedMap<String, Domain> parameters;
    private final RandomSearch first;
    private final long seed;

    ParzenSearch(SortedMap<String, Domain> parameters, long seed) {
        this.parameters = parameters;
        this.first = new RandomSearch(parameters, seed);
        this.seed = seed;
    }

    /// The two groups of trials, each in the order of their numbers.
    record Split(List<Observation> good, List<Observation> others) {}

    @Override
    public Optional<Configuration> propose(int trial, List<Observation> known) {
        long compared = known.stream().filter(each -> each.progress() != Progress.PENDING).count();
        if (compared < BY_CHANCE) {
            return first.propose(trial, known);
        }
        Split split = split(known);
        ParzenEstimator good = estimator(split.good());
        ParzenEstimator others = estimator(split.others());
        RandomGenerator random = RandomSearch.chance(seed, trial);
        List<Configuration> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            candidates.add(good.draw(random));
        }
        return Optional.of(best(candidates, good, others));
    }

    /// Trials that ran to their end come first, by cost; then those that stopped, the farthest
    /// first.
    static Split split(List<Observation> known) {
        List<Observation> ranked =
                known.stream()
                        .filter(each -> each.progress() != Progress.PENDING)
                        .sorted(
                                Comparator.comparing(Observation::progress)
                                        .thenComparing(each ->
                                                each.progress() == Progress.PARTIAL
                                                        ? -each.iterations()
                                                        : 0)
                                        .thenComparing(Observation::cost)
                                        .thenComparing(Observation::trial))
                        .toList();
        int count = Math.min(MOST_GOOD, (ranked.size() + 9) / 10);
        List<Observation> good = ranked.subList(0, count);
        return new Split(
                good.stream().sorted(Comparator.comparing(Observation::trial)).toList(),
                known.stream()
                        .filter(each -> !good.contains(each))
                        .sorted(Comparator.comparing(Observation::trial))
                        .toList());
    }

    static Configuration best(
            List<Configuration> candidates, ParzenEstimator good, ParzenEstimator others) {
        Configuration best = candidates.getFirst();
        double most = Double.NEGATIVE_INFINITY;
        for (Configuration each : candidates) {
            double improvement = good.logDensity(each) - others.logDensity(each);
            if (improvement > most) {
                most = improvement;
                best = each;
            }
        }
        return best;
    }

    private ParzenEstimator estimator(List<Observation> observed) {
        return new ParzenEstimator(
                parameters, observed.stream().map(Observation::configuration).toList());
    }
}
