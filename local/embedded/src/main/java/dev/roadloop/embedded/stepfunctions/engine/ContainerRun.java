package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Graph;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A stay in a state that runs branches of its own: Parallel and inline Map. The first branch that
/// fails ends it.
abstract class ContainerRun extends RecoverableRun {

    private final Map<Integer, Branch> running = new TreeMap<>();
    private final Map<Integer, JsonNode> outputs = new HashMap<>();
    private long startedId;
    private boolean branchesDone;

    ContainerRun(
            Branch branch,
            State state,
            State.Recovery recovery,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, state, recovery, input, enteredId, before, time);
    }

    /// `$states.context.Map` for the branch `index`; null where there is none.
    abstract @Nullable JsonNode contextOf(int index);

    /// How many branches there are.
    abstract int size();

    abstract Graph graph(int index);

    /// Logs what AWS logs when a branch is done, and starts the next one.
    ///
    /// @param logged whether the history has the event already
    abstract void branchDone(Branch child, boolean logged);

    /// Logs what AWS logs when a branch fails.
    abstract void branchFailed(Branch child, StateFailure failure);

    /// Logs what AWS logs when a branch is called off.
    abstract void branchAborted(Branch child);

    abstract State.Flow flow();

    /// Begins an attempt: its start event is the one that was just appended.
    final void begun() {
        startedId = branch().previous();
        branchesDone = false;
        running.clear();
        outputs.clear();
    }

    final long startedId() {
        return startedId;
    }

    final boolean knows(int index) {
        return running.containsKey(index) || outputs.containsKey(index);
    }

    final Collection<Branch> running() {
        return running.values();
    }

    /// Adds the branch `index`, whose first event follows `previous`.
    final Branch add(int index, long previous) {
        Branch child =
                new Branch(
                        branch().execution(),
                        graph(index),
                        startedId + "." + index,
                        this,
                        index,
                        branch().variables(),
                        previous);
        running.put(index, child);
        return child;
    }

    /// Takes up an attempt after a restart.
    final void restoreChildren(JournalRecord started, Replay replay) {
        if (started.event() == null) {
            throw new IllegalStateException("A container starts with an event");
        }
        startedId = started.event().id();
        branch().follow(startedId);
        for (int i = 0; i < size(); i++) {
            String path = startedId + "." + i;
            if (replay.has(path)) {
                BranchReplay known = replay.branch(path);
                Branch child = add(i, known.previous());
                if (known.failure() != null) {
                    branch().follow(known.previous());
                    failWith(known.failure(), child);
                    return;
                }
                if (known.done()) {
                    child.follow(known.previous());
                    done(child, known.input(), known.logged());
                } else {
                    branch().execution()
                            .later(() -> {
                                if (branch().isIn(this)) {
                                    child.restore(replay);
                                }
                            });
                }
            }
        }
    }

    /// The record with which the attempt began, null if it did not.
    static @Nullable JournalRecord started(List<JournalRecord> attempt) {
        for (JournalRecord record : attempt) {
            if (record.note().has("container")) {
                return record;
            }
        }
        return null;
    }

    static ObjectNode containerNote() {
        return JsonNodeFactory.instance.objectNode().put("container", true);
    }

    final void childDone(Branch child, JsonNode output) {
        done(child, output, false);
    }

    private void done(Branch child, JsonNode output, boolean logged) {
        running.remove(child.index());
        outputs.put(child.index(), output);
        branchDone(child, logged);
    }

    /// Ends the state if every branch is done.
    ///
    /// @param previous the event that the closing ones follow
    final void finishIfDone(long previous) {
        if (outputs.size() < size()) {
            return;
        }
        ArrayNode result = JsonNodeFactory.instance.arrayNode(size());
        for (int i = 0; i < size(); i++) {
            result.add(outputs.get(i));
        }
        branch().follow(previous);
        branch().append(state().type() + "StateSucceeded", Events.NONE);
        branchesDone = true;
        branch().follow(previous);
        guard(() -> leave(flow(), evaluation(result), result));
    }

    final void childFailed(Branch child, StateFailure failure) {
        branchFailed(child, failure);
        branch().follow(child.previous());
        failWith(failure, child);
    }

    private void failWith(StateFailure failure, Branch child) {
        running.remove(child.index());
        long previous = branch().previous();
        for (Branch other : List.copyOf(running.values())) {
            other.abortWithEvents();
            branchAborted(other);
        }
        running.clear();
        branch().follow(previous);
        failState(failure);
    }

    /// Logs `…StateFailed` and answers the failure.
    final void failState(StateFailure failure) {
        branch().append(state().type() + "StateFailed", Events.NONE, failure.toNote());
        failed(failure);
    }

    @Override
    final void broken(StateFailure failure) {
        if (branchesDone) {
            failed(failure);
        } else {
            failState(failure);
        }
    }

    @Override
    final void restoreProgress(List<JournalRecord> attempt) {
        for (JournalRecord record : attempt) {
            branchesDone |= record.type().endsWith("StateSucceeded");
        }
    }

    @Override
    long variableBytes() {
        return running.values().stream().mapToLong(Branch::variableBytes).sum();
    }

    @Override
    boolean answer(String token, TaskAnswer answer) {
        for (Branch child : List.copyOf(running.values())) {
            if (child.answer(token, answer)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void abort() {
        super.abort();
        List<Branch> children = List.copyOf(running.values());
        running.clear();
        children.forEach(Branch::abort);
    }

    @Override
    void abortChildren() {
        for (Branch child : List.copyOf(running.values())) {
            child.abortWithEvents();
            branchAborted(child);
        }
        running.clear();
    }
}
