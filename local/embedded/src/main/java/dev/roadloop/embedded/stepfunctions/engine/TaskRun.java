package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import dev.roadloop.embedded.stepfunctions.asl.State;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import dev.roadloop.embedded.stepfunctions.integration.TaskError;
import dev.roadloop.embedded.stepfunctions.integration.TaskRequest;
import dev.roadloop.embedded.stepfunctions.integration.TaskRunner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A stay in a Task state.
///
/// After a restart a job that was submitted is watched again, a token goes on being waited for, and
/// a call whose answer was not recorded is made again with the same arguments and request id: calls
/// are at-least-once across a kill, as they are for AWS's own retrying clients.
final class TaskRun extends RecoverableRun {

    private final State.Task task;
    private final TaskEvents events;
    private long attemptNumber;
    private @Nullable String token;
    private long heartbeatSeconds;
    private boolean running;
    private TaskRunner.@Nullable Handle handle;
    private Scheduler.@Nullable Cancellable timeout;
    private Scheduler.@Nullable Cancellable heartbeat;

    TaskRun(
            Branch branch,
            State.Task task,
            JsonNode input,
            long enteredId,
            long before,
            Instant time) {
        super(branch, task, task.recovery(), input, enteredId, before, time);
        this.task = task;
        this.events = new TaskEvents(branch, task.resource());
    }

    @Override
    void start() {
        attemptNumber++;
        token = null;
        if (task.resource().answer() == Resource.Answer.CALLBACK) {
            token = TaskToken.create(branch().execution().info().arn());
            branch().execution()
                    .note(branch(), JsonNodeFactory.instance.objectNode().put("token", token));
        }
        schedule();
    }

    private void schedule() {
        Evaluation evaluation = new Evaluation(this, Map.of(), token);
        JsonNode arguments = evaluation.valueOr(task.arguments(), input());
        long timeoutSeconds = evaluation.count(task.timeoutSeconds(), "TimeoutSeconds", 0);
        long beat = evaluation.count(task.heartbeatSeconds(), "HeartbeatSeconds", 0);
        String role =
                task.credentials() == null
                        ? null
                        : evaluation.value(task.credentials()).path("RoleArn").textValue();
        String text = arguments.toString();
        if (Branch.bytes(text) > Execution.LARGEST_PAYLOAD) {
            throw StateFailure.tooLarge(task.resource().arn());
        }
        ObjectNode note = JsonNodeFactory.instance.objectNode();
        note.put("timeout", timeoutSeconds).put("heartbeat", beat);
        if (role != null) {
            note.put("role", role);
        }
        events.scheduled(text, timeoutSeconds, beat, role, note);
        events.started();
        arm(branch().execution().now(), timeoutSeconds, beat);
        call(arguments, role, null);
    }

    @Override
    void resumeAttempt(List<JournalRecord> attempt, Replay replay) {
        JournalRecord scheduled = null;
        JsonNode submitted = null;
        boolean started = false;
        for (JournalRecord record : attempt) {
            String type = record.type();
            record.noted("token").ifPresent(value -> token = value.textValue());
            if (TaskEvents.is(type, "Scheduled")) {
                scheduled = record;
            } else if (TaskEvents.is(type, "Started")) {
                started = true;
            } else if (TaskEvents.is(type, "Submitted")) {
                submitted = output(record);
            } else if (TaskEvents.is(type, "Succeeded")) {
                complete(output(record));
                return;
            }
        }
        if (scheduled == null || scheduled.event() == null) {
            if (token == null) {
                start();
            } else {
                attemptNumber++;
                schedule();
            }
            return;
        }
        attemptNumber++;
        if (!started) {
            events.started();
        }
        ObjectNode fields = scheduled.event().details();
        JsonNode arguments =
                Replay.parse(
                        fields.has("parameters")
                                ? fields.get("parameters").textValue()
                                : fields.get("input").textValue());
        arm(
                scheduled.event().timestamp(),
                scheduled.note().path("timeout").longValue(),
                scheduled.note().path("heartbeat").longValue());
        if (submitted == null || token == null) {
            call(arguments, scheduled.note().path("role").textValue(), submitted);
        }
    }

    private static JsonNode output(JournalRecord record) {
        if (record.event() == null) {
            throw new IllegalStateException("A record without event has no output");
        }
        return Replay.parse(record.event().details().get("output").textValue());
    }

    private void call(JsonNode arguments, @Nullable String role, @Nullable JsonNode submitted) {
        ExecutionInfo info = branch().execution().info();
        String id =
                info.arn()
                        + branch().path()
                        + "#"
                        + enteredId()
                        + "/"
                        + retryCount()
                        + "/"
                        + info.redriveCount();
        TaskRequest request =
                new TaskRequest(
                        task.resource(),
                        arguments,
                        role == null ? info.principal() : new Principal(role),
                        info.arn(),
                        UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
        TaskRunner runner = branch().execution().environment().tasks();
        Ear ear = new Ear(attemptNumber);
        handle =
                submitted == null
                        ? runner.start(request, ear)
                        : runner.attach(request, submitted, ear);
    }

    private void arm(Instant from, long timeoutSeconds, long beat) {
        running = true;
        heartbeatSeconds = token == null ? 0 : beat;
        if (timeoutSeconds > 0) {
            timeout = timer(from.plusSeconds(timeoutSeconds), ErrorNames.TIMEOUT);
        }
        beat();
    }

    private void beat() {
        if (heartbeat != null) {
            heartbeat.cancel();
        }
        if (heartbeatSeconds > 0) {
            heartbeat =
                    timer(
                            branch().execution().now().plusSeconds(heartbeatSeconds),
                            ErrorNames.HEARTBEAT_TIMEOUT);
        }
    }

    private Scheduler.Cancellable timer(Instant at, String error) {
        Execution execution = branch().execution();
        long attempt = attemptNumber;
        return execution
                .environment()
                .scheduler()
                .at(
                        at,
                        () ->
                                execution.perform(() -> {
                                    if (isCurrent(attempt)) {
                                        StateFailure failure = StateFailure.ofTask(error, null);
                                        events.timedOut(failure);
                                        failed(failure);
                                    }
                                }));
    }

    private boolean isCurrent(long attempt) {
        return attempt == attemptNumber && running && branch().isIn(this);
    }

    private void recordSuccess(JsonNode output) {
        if (Branch.bytes(output.toString()) > Execution.LARGEST_PAYLOAD) {
            recordFailure(StateFailure.tooLarge(task.resource().arn()));
            return;
        }
        events.succeeded(output);
        complete(output);
    }

    private void recordFailure(StateFailure failure) {
        events.failed(failure);
        failed(failure);
    }

    private void complete(JsonNode output) {
        settle();
        guard(() -> leave(task.flow(), evaluation(output), output));
    }

    @Override
    boolean answer(String given, TaskAnswer answer) {
        if (!given.equals(token) || !isCurrent(attemptNumber)) {
            return false;
        }
        switch (answer) {
            case TaskAnswer.Heartbeat ignored -> beat();
            case TaskAnswer.Success success -> recordSuccess(success.output());
            case TaskAnswer.Failure failure ->
                    recordFailure(StateFailure.ofTask(failure.error(), failure.cause()));
        }
        return true;
    }

    @Override
    void abort() {
        super.abort();
        TaskRunner.Handle work = handle;
        settle();
        if (work != null && branch().execution().isSuspending()) {
            work.leave();
        } else if (work != null) {
            work.cancel();
        }
    }

    /// The attempt is over: whatever is still heard of it is ignored.
    private void settle() {
        running = false;
        handle = null;
        for (Scheduler.Cancellable timer : new Scheduler.Cancellable[] {timeout, heartbeat}) {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    @Override
    boolean evaluatesOnEntry() {
        return false;
    }

    /// Hears of one attempt.
    private final class Ear implements TaskRunner.Listener {

        private final long attempt;

        Ear(long attempt) {
            this.attempt = attempt;
        }

        @Override
        public void submitted(JsonNode output) {
            ifCurrent(() -> events.submitted(output));
        }

        @Override
        public void succeeded(JsonNode output) {
            ifCurrent(() -> recordSuccess(output));
        }

        @Override
        public void failed(TaskError error) {
            ifCurrent(() -> recordFailure(StateFailure.ofTask(error.error(), error.cause())));
        }

        private void ifCurrent(Runnable step) {
            branch().execution()
                    .perform(() -> {
                        if (isCurrent(attempt)) {
                            step.run();
                        }
                    });
        }
    }
}
