package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Catcher;
import dev.roadloop.embedded.stepfunctions.asl.Retrier;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stay in a state that has Retry and Catch. Each retry is noted with the moment it is due, so
/// that attempts are counted and waits kept across restarts.
abstract class RecoverableRun extends StateRun {

    private final State.Recovery recovery;
    private final long[] attempts;
    private int retries;
    private Scheduler.@Nullable Cancellable retryTimer;

    RecoverableRun(
            Branch branch,
            State state,
            State.Recovery recovery,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, state, input, enteredId, before, time);
        this.recovery = recovery;
        this.attempts = new long[recovery.retriers().size()];
    }

    @Override
    final int retryCount() {
        return retries;
    }

    /// Goes on with an attempt that was under way.
    ///
    /// @param attempt the records since the state was entered, or since its last retry was noted
    abstract void resumeAttempt(List<JournalRecord> attempt, Replay replay);

    @Override
    final void resume(List<JournalRecord> since, Replay replay) {
        int begin = 0;
        for (int i = 0; i < since.size(); i++) {
            JsonNode retry = since.get(i).note().get("retry");
            if (retry != null) {
                attempts[retry.get("retrier").intValue()]++;
                retries++;
                begin = i + 1;
            }
        }
        List<JournalRecord> attempt = since.subList(begin, since.size());
        if (attempt.isEmpty() && begin > 0) {
            retryAt(
                    Instant.ofEpochMilli(
                            since.get(begin - 1).note().get("retry").get("at").longValue()));
            return;
        }
        JournalRecord failure = null;
        for (JournalRecord record : attempt) {
            failure = record.note().has("failure") ? record : failure;
        }
        if (failure != null) {
            StateFailure known = StateFailure.ofNote(failure.note().get("failure"));
            if (failure.type().equals("EvaluationFailed")) {
                restoreProgress(attempt);
                broken(known);
            } else {
                failed(known);
            }
            return;
        }
        guard(() -> resumeAttempt(attempt, replay));
    }

    /// Learns from the records how far the attempt had come before it failed.
    void restoreProgress(List<JournalRecord> attempt) {}

    @Override
    final void failed(StateFailure failure) {
        abort();
        for (int i = 0; i < attempts.length; i++) {
            Retrier retrier = recovery.retriers().get(i);
            if (failure.matches(retrier.errorEquals())) {
                if (attempts[i] < retrier.maxAttempts()) {
                    retry(i, retrier);
                    return;
                }
                break;
            }
        }
        for (Catcher catcher : recovery.catchers()) {
            if (failure.matches(catcher.errorEquals())) {
                caught(catcher, failure);
                return;
            }
        }
        branch().fail(failure);
    }

    private void retry(int index, Retrier retrier) {
        attempts[index]++;
        retries++;
        Execution execution = branch().execution();
        double seconds = retrier.delaySeconds(attempts[index]);
        if (retrier.fullJitter()) {
            seconds *= execution.environment().jitter().nextDouble();
        }
        Duration pause = Duration.ofMillis(Math.round(seconds * 1000));
        Instant at = execution.now().plus(execution.environment().scheduler().pause(pause));
        ObjectNode note = JsonNodeFactory.instance.objectNode();
        note.putObject("retry").put("retrier", index).put("at", at.toEpochMilli());
        execution.note(branch(), note);
        retryAt(at);
    }

    private void retryAt(Instant at) {
        Execution execution = branch().execution();
        retryTimer =
                execution
                        .environment()
                        .scheduler()
                        .at(
                                at,
                                () ->
                                        execution.perform(() -> {
                                            if (branch().isIn(this)) {
                                                guard(this::start);
                                            }
                                        }));
    }

    private void caught(Catcher catcher, StateFailure failure) {
        try {
            ObjectNode output = failure.errorOutput();
            leave(
                    catcher.flow(),
                    new Evaluation(this, Map.of("errorOutput", output), null),
                    output);
        } catch (StateFailure second) {
            logEvaluation(second);
            branch().fail(second);
        }
    }

    @Override
    void abort() {
        if (retryTimer != null) {
            retryTimer.cancel();
        }
    }

    @Override
    final boolean logsAbort() {
        return true;
    }
}
