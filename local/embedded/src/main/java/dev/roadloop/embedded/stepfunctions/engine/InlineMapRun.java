package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Graph;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.Instant;
import java.util.List;

/// A stay in a Map state of mode INLINE. Items are kept in the note of its start event, so that a
/// restart iterates over the same ones.
final class InlineMapRun extends ContainerRun {

    /// AWS runs at most this many iterations of an inline Map at a time.
    private static final int MOST_CONCURRENT = 40;

    private final State.Map map;
    private JsonNode items = JsonNodeFactory.instance.arrayNode();
    private long concurrency = MOST_CONCURRENT;
    private int nextIndex;

    InlineMapRun(
            Branch branch,
            State.Map map,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, map, map.recovery(), input, enteredId, before, time);
        this.map = map;
    }

    @Override
    void start() {
        Evaluation evaluation = evaluation();
        concurrency = bounded(evaluation.count(map.maxConcurrency(), "MaxConcurrency", 0));
        evaluation.count(map.toleratedFailureCount(), "ToleratedFailureCount", 0);
        if (map.toleratedFailurePercentage() != null) {
            evaluation.value(map.toleratedFailurePercentage(), JsonNodeType.NUMBER);
        }
        items = items(evaluation, map, input());
        ObjectNode note = containerNote().put("concurrency", concurrency);
        note.set("items", items);
        branch().append("MapStateStarted", Events.mapStarted(items.size()), note);
        begun();
        nextIndex = 0;
        if (items.isEmpty()) {
            finishIfDone(startedId());
        } else {
            fill(startedId());
        }
    }

    /// The items of either kind of Map that does not read them: `Items`, or else the state's input.
    static JsonNode items(Evaluation evaluation, State.Map map, JsonNode input) {
        if (map.items() != null) {
            return evaluation.value(map.items(), JsonNodeType.ARRAY);
        }
        if (!input.isArray()) {
            throw evaluation.failure(" Map state input must be an array but was: " + input, null);
        }
        return input;
    }

    private static long bounded(long concurrency) {
        return concurrency == 0 ? MOST_CONCURRENT : Math.min(concurrency, MOST_CONCURRENT);
    }

    @Override
    void resumeAttempt(List<JournalRecord> attempt, Replay replay) {
        JournalRecord started = started(attempt);
        if (started == null) {
            start();
            return;
        }
        items = started.note().get("items");
        concurrency = started.note().get("concurrency").longValue();
        nextIndex = Integer.MAX_VALUE;
        restoreChildren(started, replay);
        nextIndex = 0;
        if (!branch().isIn(this)) {
            return;
        }
        if (items.isEmpty()) {
            finishIfDone(startedId());
        } else {
            fill(startedId());
        }
    }

    /// Starts iterations up to the bound; their first event follows `previous`.
    private void fill(long previous) {
        while (nextIndex < size() && running().size() < concurrency) {
            int index = nextIndex++;
            if (!knows(index)) {
                startIteration(index, previous);
            }
        }
    }

    private void startIteration(int index, long previous) {
        Branch child = add(index, previous);
        branch().execution()
                .later(() -> {
                    if (!running().contains(child)) {
                        return;
                    }
                    guard(() -> {
                        JsonNode selected =
                                map.itemSelector() == null
                                        ? items.get(index)
                                        : Evaluation.ofItem(this, contextOf(index))
                                                .value(map.itemSelector());
                        String first = map.processor().startAt();
                        ObjectNode note =
                                JsonNodeFactory.instance.objectNode().put("startAt", first);
                        note.set("input", selected);
                        child.append(
                                "MapIterationStarted",
                                Events.iteration("Started", map.name(), index),
                                note);
                        child.enter(first, selected);
                    });
                });
    }

    @Override
    int size() {
        return items.size();
    }

    @Override
    Graph graph(int index) {
        return map.processor();
    }

    @Override
    JsonNode contextOf(int index) {
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.putObject("Item")
                .put("Index", index)
                .put("Source", "STATE_DATA")
                .set("Value", items.get(index));
        return context;
    }

    @Override
    void branchDone(Branch child, boolean logged) {
        long last = child.previous();
        if (!logged) {
            child.append(
                    "MapIterationSucceeded",
                    Events.iteration("Succeeded", map.name(), child.index()));
        }
        fill(last);
        finishIfDone(child.previous());
    }

    @Override
    void branchFailed(Branch child, StateFailure failure) {
        child.append(
                "MapIterationFailed",
                Events.iteration("Failed", map.name(), child.index()),
                failure.toNote());
    }

    @Override
    void branchAborted(Branch child) {
        child.append("MapIterationAborted", Events.iteration("Aborted", map.name(), child.index()));
    }

    @Override
    State.Flow flow() {
        return map.flow();
    }
}
