package dev.roadloop.sweep;

import dev.roadloop.sweep.search.Configuration;
import org.jspecify.annotations.Nullable;

/// What a worker is told when it asks.
public sealed interface Answer {

    /// Train this.
    ///
    /// @param rung to be told with what comes out
    /// @param until iterations after which to pause; absent if the trial runs to its end
    record Job(int trial, int rung, @Nullable Integer until, Configuration configuration)
            implements Answer {}

    /// What others do may leave something to do: ask again later.
    record Waiting() implements Answer {}

    /// There is nothing more to do.
    ///
    /// @param reason a sentence
    record Finished(String reason) implements Answer {}
}
