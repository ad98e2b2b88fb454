package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A stay in a Wait state. The moment it ends is noted, so that a restart waits for the same one.
final class WaitRun extends StateRun {

    private static final long LONGEST = 99_999_999;

    private final State.Wait wait;
    private Scheduler.@Nullable Cancellable timer;

    WaitRun(
            Branch branch,
            State.Wait wait,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, wait, input, enteredId, before, time);
        this.wait = wait;
    }

    @Override
    void start() {
        Instant until = until();
        if (until.isAfter(branch().execution().now())) {
            branch().execution()
                    .note(
                            branch(),
                            JsonNodeFactory.instance.objectNode().put("until", until.toString()));
        }
        await(until);
    }

    @Override
    void resume(List<JournalRecord> since, Replay replay) {
        for (JournalRecord record : since) {
            if (record.noted("until").isPresent()) {
                await(Instant.parse(record.note().get("until").textValue()));
                return;
            }
        }
        super.resume(since, replay);
    }

    private void await(Instant until) {
        Execution execution = branch().execution();
        if (until.isAfter(execution.now())) {
            timer =
                    execution
                            .environment()
                            .scheduler()
                            .at(until, () -> execution.perform(this::end));
        } else {
            end();
        }
    }

    private void end() {
        if (branch().isIn(this)) {
            guard(() -> leave(wait.flow(), evaluation(), input()));
        }
    }

    private Instant until() {
        Evaluation evaluation = evaluation();
        if (wait.timestamp() != null) {
            String text = evaluation.value(wait.timestamp(), JsonNodeType.STRING).textValue();
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw evaluation.failure(
                        " The Timestamp field cannot be parsed as an ISO-8601 extended offset"
                                + " date-time format string: "
                                + text,
                        "Timestamp");
            }
        }
        long seconds = evaluation.count(wait.seconds(), "Seconds", 0);
        Duration pause = Duration.ofSeconds(Math.min(seconds, LONGEST));
        return enteredTime().plus(branch().execution().environment().scheduler().pause(pause));
    }

    @Override
    boolean evaluatesOnEntry() {
        return false;
    }

    @Override
    boolean logsAbort() {
        return true;
    }

    @Override
    void abort() {
        if (timer != null) {
            timer.cancel();
        }
    }
}
