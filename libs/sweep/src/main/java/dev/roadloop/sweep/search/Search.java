package dev.roadloop.sweep.search;

import dev.roadloop.sweep.spec.SweepSpec;
import java.util.List;
import java.util.Optional;

/// Says which configuration to try next. A function of its arguments alone.
public sealed interface Search permits GridSearch, RandomSearch, ParzenSearch {

    /// The configuration of a trial.
    ///
    /// @param trial its number, from 0
    /// @param known of the trials before it; in any order
    /// @return empty if there is nothing left to try
    Optional<Configuration> propose(int trial, List<Observation> known);

    /// What a sweep's file asks for.
    ///
    /// @param seed of all that is left to chance
    static Search of(SweepSpec spec, long seed) {
        return switch (spec.method()) {
            case GRID -> new GridSearch(spec.parameters());
            case RANDOM -> new RandomSearch(spec.parameters(), seed);
            case BAYES -> new ParzenSearch(spec.parameters(), seed);
        };
    }
}
