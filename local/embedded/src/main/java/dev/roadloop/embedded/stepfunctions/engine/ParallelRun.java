package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.Graph;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stay in a Parallel state.
final class ParallelRun extends ContainerRun {

    private final State.Parallel parallel;

    ParallelRun(
            Branch branch,
            State.Parallel parallel,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, parallel, parallel.recovery(), input, enteredId, before, time);
        this.parallel = parallel;
    }

    @Override
    void start() {
        JsonNode arguments = evaluation().valueOr(parallel.arguments(), input());
        branch().append(
                        "ParallelStateStarted",
                        Events.NONE,
                        containerNote().set("arguments", arguments));
        begun();
        startRest(arguments);
    }

    @Override
    void resumeAttempt(List<JournalRecord> attempt, Replay replay) {
        JournalRecord started = started(attempt);
        if (started == null) {
            start();
            return;
        }
        JsonNode arguments = started.note().get("arguments");
        restoreChildren(started, replay);
        if (branch().isIn(this)) {
            startRest(arguments);
        }
    }

    private void startRest(JsonNode arguments) {
        long started = startedId();
        for (int i = 0; i < size(); i++) {
            if (!knows(i)) {
                Branch child = add(i, started);
                String first = graph(i).startAt();
                branch().execution()
                        .later(() -> {
                            if (running().contains(child)) {
                                child.enter(first, arguments);
                            }
                        });
            }
        }
    }

    @Override
    int size() {
        return parallel.branches().size();
    }

    @Override
    Graph graph(int index) {
        return parallel.branches().get(index);
    }

    @Override
    @Nullable JsonNode contextOf(int index) {
        return null;
    }

    @Override
    void branchDone(Branch child, boolean logged) {
        finishIfDone(child.previous());
    }

    @Override
    void branchFailed(Branch child, StateFailure failure) {}

    @Override
    void branchAborted(Branch child) {}

    @Override
    State.Flow flow() {
        return parallel.flow();
    }
}
