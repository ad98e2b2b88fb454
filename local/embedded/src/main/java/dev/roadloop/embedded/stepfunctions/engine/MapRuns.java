package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.integration.TaskError;
import org.jspecify.annotations.Nullable;

/// Runs Distributed Maps: each item, or batch of items, is an execution of its own.
public interface MapRuns {

    /// What to run, evaluated.
    ///
    /// @param arn the map run's ARN, fixed before it starts so that a restart finds it again
    /// @param items the items where the state gives them itself, null where a reader does
    /// @param readerArguments bucket and key or prefix for the reader, null without one
    /// @param readerConfig format and bounds, null without one
    /// @param batchInput constant part of each batch's input, null for none
    /// @param maxItemsPerBatch 0 for no bound
    /// @param maxBytesPerBatch 0 for no bound
    /// @param writerArguments bucket and prefix for the results, null where they go to the output
    record Request(
            String arn,
            ExecutionInfo parent,
            State.Map map,
            @Nullable JsonNode items,
            @Nullable JsonNode readerArguments,
            @Nullable JsonNode readerConfig,
            @Nullable JsonNode batchInput,
            int maxItemsPerBatch,
            int maxBytesPerBatch,
            @Nullable JsonNode writerArguments,
            long maxConcurrency,
            long toleratedFailureCount,
            double toleratedFailurePercentage) {}

    /// How a map run goes; one of the last two is called once.
    interface Listener {
        /// Turns an item into a child's input.
        ///
        /// @param source `$states.context.Map.Item.Source`
        /// @throws RuntimeException if the selector fails
        JsonNode select(int index, JsonNode item, String source);

        /// All children are done.
        void succeeded(JsonNode output);

        /// Reading, writing or too many children failed.
        void failed(TaskError error);
    }

    /// Starts the map run, or goes on with it after a restart or a redrive of its parent. Does not
    /// block.
    void start(Request request, Listener listener);

    /// Stops the map run and its children, unless its parent was redriven since.
    ///
    /// @param redrives how often the parent had been when it gave the map run up
    void abort(String arn, int redrives);

    /// Tells the listener nothing more; the children go on.
    void leave(String arn);

    /// Stops the map runs of `parent` that it does not wait for: what was to stop them died before
    /// it was done. To be called when all that it waits for was started again.
    void abortAbandoned(String parent);

    /// The ARN of a new map run of `map` for the execution `parent`.
    String arnFor(ExecutionInfo parent, State.Map map);

    /// An execution that a map run may have started has ended.
    ///
    /// @param mapRunArn null where no map run started it
    void childEnded(String executionArn, @Nullable String mapRunArn);
}
