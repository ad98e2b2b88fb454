package dev.roadloop.embedded.stepfunctions.engine;

import dev.roadloop.embedded.stepfunctions.integration.TaskRunner;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// What executions need of the world.
///
/// @param jitter source of the retry jitter
/// @param mapRuns runs Distributed Maps
/// @param onEnd told once, after the terminal event is on disk, when an execution has ended
/// @param onPause told when an execution stopped because its journal cannot be written; it can be
///   resumed from it
public record Environment(
        Scheduler scheduler,
        TaskRunner tasks,
        RandomGenerator jitter,
        MapRuns mapRuns,
        BiConsumer<ExecutionInfo, ExecutionResult> onEnd,
        BiConsumer<ExecutionInfo, UncheckedIOException> onPause) {}
