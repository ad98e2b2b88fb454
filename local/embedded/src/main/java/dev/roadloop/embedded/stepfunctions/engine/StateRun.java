package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One stay in one state, from its Entered event to its Exited event.
abstract class StateRun {

    private final Branch branch;
    private final State state;
    private final JsonNode input;
    private final long enteredId;
    private final long before;
    private final Instant enteredTime;

    /// @param before the event that the Entered event follows
    StateRun(
            Branch branch,
            State state,
            JsonNode input,
            long enteredId,
            long before,
            Instant enteredTime) {
        this.branch = branch;
        this.state = state;
        this.input = input;
        this.enteredId = enteredId;
        this.before = before;
        this.enteredTime = enteredTime;
    }

    static StateRun of(
            Branch branch, State state, JsonNode input, long enteredId, long before, Instant time) {
        return switch (state) {
            case State.Pass pass -> new PassRun(branch, pass, input, enteredId, before, time);
            case State.Succeed succeed ->
                    new SucceedRun(branch, succeed, input, enteredId, before, time);
            case State.Fail fail -> new FailRun(branch, fail, input, enteredId, before, time);
            case State.Choice choice ->
                    new ChoiceRun(branch, choice, input, enteredId, before, time);
            case State.Wait wait -> new WaitRun(branch, wait, input, enteredId, before, time);
            case State.Task task -> new TaskRun(branch, task, input, enteredId, before, time);
            case State.Parallel parallel ->
                    new ParallelRun(branch, parallel, input, enteredId, before, time);
            case State.Map map ->
                    map.distributed() == null
                            ? new InlineMapRun(branch, map, input, enteredId, before, time)
                            : new DistributedMapRun(
                                    branch, map, map.distributed(), input, enteredId, before, time);
        };
    }

    Branch branch() {
        return branch;
    }

    State state() {
        return state;
    }

    JsonNode input() {
        return input;
    }

    long enteredId() {
        return enteredId;
    }

    Instant enteredTime() {
        return enteredTime;
    }

    int retryCount() {
        return 0;
    }

    /// Does the state's work from the beginning. Failures are dealt with here.
    final void begin() {
        guard(this::start);
    }

    /// Goes on after a restart.
    ///
    /// @param since the branch's records since the state was entered
    void resume(List<JournalRecord> since, Replay replay) {
        for (JournalRecord record : since) {
            if (record.note().has("failure")) {
                branch.fail(StateFailure.ofNote(record.note().get("failure")));
                return;
            }
        }
        begin();
    }

    /// Runs `work`, turning a [StateFailure] into the state's failure.
    final void guard(Runnable work) {
        try {
            work.run();
        } catch (StateFailure failure) {
            logEvaluation(failure);
            broken(failure);
        }
    }

    /// A failure of the state's own fields, whose evaluation event is in the history.
    void broken(StateFailure failure) {
        failed(failure);
    }

    abstract void start();

    /// Answers a failure whose evaluation event, if it has one, is in the history.
    void failed(StateFailure failure) {
        branch.fail(failure);
    }

    /// Calls off timers, tasks and children.
    void abort() {}

    /// Calls off children with their events.
    void abortChildren() {}

    /// What the variables of scopes inside the state take.
    long variableBytes() {
        return 0;
    }

    /// Whether AWS has a `…StateAborted` event for the type.
    boolean logsAbort() {
        return false;
    }

    /// Takes an answer if this is where `token` is waited for.
    boolean answer(String token, TaskAnswer answer) {
        return false;
    }

    /// AWS chains the failure of an expression that is evaluated on entering to the event before
    /// the state, but for states that first enter and then schedule something.
    boolean evaluatesOnEntry() {
        return true;
    }

    final Evaluation evaluation() {
        return new Evaluation(this, Map.of(), null);
    }

    /// An evaluation with `$states.result`.
    final Evaluation evaluation(JsonNode result) {
        return new Evaluation(this, Map.of("result", result), null);
    }

    /// Leaves by `flow`, with `otherwise` as the output where the flow has none.
    final void leave(State.Flow flow, Evaluation evaluation, JsonNode otherwise) {
        Map<String, JsonNode> assigned = evaluation.assigned(flow.assign());
        JsonNode output = evaluation.valueOr(flow.output(), otherwise);
        branch.leave(output, assigned, flow.next());
    }

    final void logEvaluation(StateFailure failure) {
        if (failure.isQuery()) {
            if (evaluatesOnEntry() && branch.previous() == enteredId) {
                branch.follow(before);
            }
            branch.append(
                    "EvaluationFailed",
                    Events.evaluationFailed(state.name(), failure),
                    failure.toNote());
        }
    }
}
