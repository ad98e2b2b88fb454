package dev.roadloop.embedded.stepfunctions.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A state of a machine. Field names are AWS's; see the Amazon States Language,
/// https://states-language.net.
public sealed interface State {

    /// The state's name, unique in its machine.
    String name();

    /// The value of `Type`.
    default String type() {
        return getClass().getSimpleName();
    }

    /// Where a state leads and what it leaves behind.
    ///
    /// @param next the next state; null ends the graph
    /// @param assign variables to set, null for none
    /// @param output the output, null for the state's default
    record Flow(@Nullable String next, @Nullable Template assign, @Nullable Template output) {}

    /// What to do about errors.
    record Recovery(List<Retrier> retriers, List<Catcher> catchers) {
        /// Copies the lists.
        public Recovery {
            retriers = List.copyOf(retriers);
            catchers = List.copyOf(catchers);
        }
    }

    /// Passes its input on, or an output made from it.
    record Pass(String name, Flow flow) implements State {}

    /// Ends the graph well.
    record Succeed(String name, @Nullable Template output) implements State {}

    /// Ends the execution badly.
    record Fail(String name, @Nullable Template error, @Nullable Template cause) implements State {}

    /// Waits for a time span or until a moment; exactly one of `seconds` and `timestamp` is set.
    record Wait(String name, @Nullable Template seconds, @Nullable Template timestamp, Flow flow)
            implements State {}

    /// Picks the first rule whose condition holds.
    ///
    /// @param otherwise the flow of `Default`; its `next` is null where there is no default
    record Choice(String name, List<Rule> rules, Flow otherwise) implements State {
        /// Copies the rules.
        public Choice {
            rules = List.copyOf(rules);
        }
    }

    /// A rule of a Choice.
    record Rule(Template condition, Flow flow) {}

    /// Has a service do something.
    record Task(
            String name,
            Resource resource,
            @Nullable Template arguments,
            @Nullable Template credentials,
            @Nullable Template timeoutSeconds,
            @Nullable Template heartbeatSeconds,
            Recovery recovery,
            Flow flow)
            implements State {}

    /// Runs several graphs at the same time on one input.
    record Parallel(
            String name,
            List<Graph> branches,
            @Nullable Template arguments,
            Recovery recovery,
            Flow flow)
            implements State {
        /// Copies the branches.
        public Parallel {
            branches = List.copyOf(branches);
        }
    }

    /// Runs one graph for each of many items.
    ///
    /// @param distributed settings of a Distributed Map, null for an inline one
    record Map(
            String name,
            @Nullable Template items,
            @Nullable Template itemSelector,
            Graph processor,
            @Nullable Template maxConcurrency,
            @Nullable Template toleratedFailureCount,
            @Nullable Template toleratedFailurePercentage,
            @Nullable Distributed distributed,
            Recovery recovery,
            Flow flow)
            implements State {}

    /// What only a Distributed Map has.
    ///
    /// @param express whether the children are express executions
    record Distributed(
            boolean express,
            @Nullable String label,
            @Nullable ItemReader reader,
            @Nullable ItemBatcher batcher,
            @Nullable ResultWriter writer) {}

    /// Where the items of a Distributed Map come from.
    record ItemReader(Resource resource, Template arguments, @Nullable Template config) {}

    /// How many items one child gets.
    record ItemBatcher(
            @Nullable Template maxItemsPerBatch,
            @Nullable Template maxInputBytesPerBatch,
            @Nullable Template batchInput) {}

    /// Where the results of a Distributed Map go.
    ///
    /// @param transformation `NONE`, `COMPACT` or `FLATTEN`
    record ResultWriter(
            @Nullable Resource resource,
            @Nullable Template arguments,
            String transformation,
            boolean jsonLines) {}
}
