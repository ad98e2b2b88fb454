package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Does Tasks by calling the services of the embedded mode as the machine's role. Jobs are polled,
/// at first often, then ten times a second; less and less often while the service fails.
public final class ApiTaskRunner implements TaskRunner {

    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration LAST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final ApiCaller caller;
    private final Scheduler scheduler;
    private final JobBook jobs;

    /// @param caller checks the role's permissions and makes the calls
    /// @param file keeps which jobs are under way
    public ApiTaskRunner(ApiCaller caller, Scheduler scheduler, Path file) {
        this.caller = caller;
        this.scheduler = scheduler;
        this.jobs = new JobBook(file);
    }

    @Override
    public Handle start(TaskRequest request, Listener listener) {
        Work work = new Work(request, listener);
        if (work.isOfAJob()) {
            jobs.begin(request);
        }
        work.thread.set(scheduler.run(work::call));
        return work;
    }

    @Override
    public Handle attach(TaskRequest request, JsonNode submitted, Listener listener) {
        Work work = new Work(request, listener);
        work.submitted.set(submitted);
        jobs.add(request, submitted);
        scheduler.run(() -> work.guarded(() -> work.watch(Job.of(request, submitted), FIRST_POLL)));
        return work;
    }

    @Override
    public void stopAbandoned(Predicate<String> executions) {
        for (JobBook.Started left : jobs.takeAbandoned(executions)) {
            scheduler.run(() -> stop(left.request(), left.submitted(), FIRST_POLL));
        }
    }

    @Override
    public void close() {
        jobs.close();
    }

    /// Has a job stopped, if need be by many calls; one that cannot be is let go.
    ///
    /// @param submitted what its service answered; null if that is not known: the job is submitted
    ///   again, by the same request id, so that it is one job
    private void stop(TaskRequest request, @Nullable JsonNode submitted, Duration pause) {
        try {
            JsonNode answer = submitted == null ? perform(request) : submitted;
            Job.of(request, answer).stop(caller);
        } catch (ApiException | TaskException e) {
            if (e instanceof ApiException answer && ServiceErrors.isPassing(answer)) {
                after(pause, () -> stop(request, submitted, longer(pause, LONGEST_PAUSE)));
                return;
            }
            System.getLogger(ApiTaskRunner.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "Could not stop the job of {0}: {1}",
                            request.executionArn(),
                            e.getMessage());
        }
        jobs.remove(request);
    }

    private JsonNode perform(TaskRequest request) {
        Resource resource = request.resource();
        if (resource.service().equals("lambda") && !resource.sdk()) {
            JsonNode answer =
                    caller.call(
                            request.principal(),
                            "lambda",
                            "InvokeFunction",
                            LambdaInvocation.input(resource, request.arguments()));
            return LambdaInvocation.output(resource, answer, request.requestId());
        }
        String service =
                switch (resource.service()) {
                    case "sfn" -> "states";
                    case "eventbridge" -> "events";
                    default -> resource.service();
                };
        ObjectNode input = ServiceInput.of(service, resource, request);
        JsonNode output =
                caller.callOnce(
                        request.principal(),
                        request.requestId(),
                        service,
                        resource.operation(),
                        input);
        return ServiceOutput.of(service, resource, output, request.requestId());
    }

    private void after(Duration pause, Runnable work) {
        scheduler.at(scheduler.now().plus(pause), () -> scheduler.run(work));
    }

    private static Duration longer(Duration pause, Duration longest) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(longest) > 0 ? longest : twice;
    }

    private enum Phase {
        UNDER_WAY,
        DONE,
        CANCELLED,
        LEFT
    }

    /// One task under way.
    private final class Work implements Handle {

        private final TaskRequest request;
        private final Listener listener;
        private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.UNDER_WAY);
        private final AtomicReference<Scheduler.@Nullable Cancellable> thread =
                new AtomicReference<>();
        private final AtomicReference<@Nullable JsonNode> submitted = new AtomicReference<>();

        Work(TaskRequest request, Listener listener) {
            this.request = request;
            this.listener = listener;
        }

        void call() {
            guarded(() -> {
                JsonNode output = jobs.submitted(request).orElseGet(() -> perform(request));
                Resource.Answer answer = request.resource().answer();
                switch (answer) {
                    case FUNCTION, REQUEST_RESPONSE -> done(output);
                    case CALLBACK -> listener.submitted(output);
                    case SYNC, SYNC_2 -> submitted(output);
                }
            });
        }

        private void submitted(JsonNode output) {
            Job started = Job.of(request, output);
            jobs.add(request, output);
            listener.submitted(output);
            submitted.set(output);
            if (phase.get() == Phase.CANCELLED) {
                stop(request, output, FIRST_POLL);
            } else if (phase.get() == Phase.LEFT) {
                jobs.leave(request);
            } else {
                watch(started, FIRST_POLL);
            }
        }

        void watch(Job watched, Duration delay) {
            if (phase.get() != Phase.UNDER_WAY) {
                return;
            }
            Duration longest = LAST_POLL;
            try {
                Optional<JsonNode> result = watched.poll(caller);
                if (result.isPresent()) {
                    done(result.get());
                    return;
                }
            } catch (ApiException e) {
                if (!ServiceErrors.isPassing(e)) {
                    throw e;
                }
                longest = LONGEST_PAUSE;
            }
            Duration next = longer(delay, longest);
            after(delay, () -> guarded(() -> watch(watched, next)));
        }

        private void done(JsonNode output) {
            if (phase.compareAndSet(Phase.UNDER_WAY, Phase.DONE)) {
                listener.succeeded(output);
                jobs.remove(request);
            }
        }

        /// Runs `step`; whatever goes wrong in it fails the task.
        void guarded(Runnable step) {
            try {
                step.run();
            } catch (TaskException e) {
                failed(e.error());
            } catch (ApiException e) {
                failed(ServiceErrors.of(request.resource(), e));
            } catch (RuntimeException e) {
                failed(
                        new TaskError(
                                ErrorNames.TASK_FAILED,
                                request.resource().arn() + " failed: " + e));
            }
        }

        private void failed(TaskError error) {
            if (phase.compareAndSet(Phase.UNDER_WAY, Phase.DONE)) {
                listener.failed(error);
                jobs.remove(request);
            } else if (phase.get() == Phase.CANCELLED && submitted.get() == null) {
                jobs.remove(request);
            }
        }

        @Override
        public void cancel() {
            if (!phase.compareAndSet(Phase.UNDER_WAY, Phase.CANCELLED)) {
                return;
            }
            JsonNode started = submitted.get();
            Scheduler.Cancellable running = thread.get();
            if (started != null) {
                scheduler.run(() -> stop(request, started, FIRST_POLL));
            } else if (running != null && !isOfAJob()) {
                running.cancel();
            }
        }

        @Override
        public void leave() {
            if (phase.compareAndSet(Phase.UNDER_WAY, Phase.LEFT)) {
                jobs.leave(request);
            }
        }

        /// A call that starts a job is not interrupted, lest the job be lost sight of.
        private boolean isOfAJob() {
            Resource.Answer answer = request.resource().answer();
            return answer == Resource.Answer.SYNC || answer == Resource.Answer.SYNC_2;
        }
    }
}
