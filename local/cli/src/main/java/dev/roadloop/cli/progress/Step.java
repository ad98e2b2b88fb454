package dev.roadloop.cli.progress;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A step of an ingestion: a state of the machine that does work.
///
/// @param name of the state
/// @param state how it stands
/// @param started when it was first entered; empty before
/// @param ended when it was left; empty before
/// @param tries how often its work was begun
/// @param items what a map has behind it; empty for other steps
/// @param job the Batch job of its last try; empty where it has none
/// @param mapRun ARN of a distributed map's run; empty for other steps
/// @param error what the last failed try failed with; empty if none failed
public record Step(
        String name,
        State state,
        Optional<Instant> started,
        Optional<Instant> ended,
        int tries,
        Optional<Items> items,
        Optional<Job> job,
        Optional<String> mapRun,
        Optional<String> error) {

    /// How a step stands.
    public enum State {
        /// Not reached yet.
        WAITING,
        /// Entered, not left.
        RUNNING,
        /// Left with its result.
        DONE,
        /// Left with an error, caught or not.
        FAILED
    }

    /// What a map works on.
    ///
    /// @param done how many are through, whatever their outcome
    /// @param total how many there are
    public record Items(long done, long total) {}

    /// A Batch job.
    ///
    /// @param id its id
    /// @param status what Batch says: `RUNNABLE`, `RUNNING` …; empty when it was not asked
    /// @param attempts how many attempts have begun
    public record Job(String id, String status, int attempts) {}

    /// A step that was not reached.
    static Step waiting(String name) {
        return new Step(
                name,
                State.WAITING,
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// How long it has taken, up to `now` while it runs; zero while it waits.
    public Duration took(Instant now) {
        return started.map(start -> Duration.between(start, ended.orElse(now)))
                .orElse(Duration.ZERO);
    }

    /// The share of its work that is done, 0 to 1, as far as it can be known.
    public double fraction() {
        return switch (state) {
            case DONE -> 1;
            case WAITING, FAILED -> 0;
            case RUNNING ->
                    items.filter(found -> found.total() > 0)
                            .map(found -> (double) found.done() / found.total())
                            .orElse(0.0);
        };
    }

    Step withJob(Job known) {
        return new Step(
                name, state, started, ended, tries, items, Optional.of(known), mapRun, error);
    }

    Step withItems(Items known) {
        return new Step(name, state, started, ended, tries, Optional.of(known), job, mapRun, error);
    }
}
