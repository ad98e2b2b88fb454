package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.journal.DurableTask;
import dev.roadloop.embedded.journal.DurableTasks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Events sent without waiting: kept until the function took them or they are given up, across
/// restarts too.
///
/// Retries after one and then two minutes, throttling with growing pauses up to five minutes,
/// within the age limit; then the dead-letter queue and the failure destination. Source:
/// "Asynchronous invocation" of the Lambda developer guide.
final class AsyncInvocations implements AutoCloseable {

    /// Calls a function by name and waits.
    @FunctionalInterface
    interface Invoker {
        InvocationResult invoke(FunctionConfig function, String requestId, String payload)
                throws InterruptedException;
    }

    /// Finds a function's configuration by name.
    @FunctionalInterface
    interface Directory {
        Optional<FunctionConfig> find(String name);
    }

    private static final System.Logger LOG = System.getLogger(AsyncInvocations.class.getName());
    private static final String FUNCTION = "function";
    private static final String PAYLOAD = "payload";
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final DurableTasks tasks;
    private final Directory functions;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Clock clock;
    private final Duration retryDelay;

    AsyncInvocations(
            Path journal,
            Directory functions,
            Invoker invoker,
            ApiCaller caller,
            Clock clock,
            Duration retryDelay) {
        this.tasks = new DurableTasks("lambda-async", journal, clock, 32);
        this.functions = functions;
        this.invoker = invoker;
        this.destinations = new Destinations(caller, clock);
        this.clock = clock;
        this.retryDelay = retryDelay;
    }

    void start() {
        tasks.start(this::run);
    }

    void accept(FunctionConfig function, String requestId, String payload) {
        ObjectNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put(FUNCTION, function.name())
                        .put(PAYLOAD, payload);
        tasks.add(List.of(DurableTask.of(requestId, body, payload.length(), clock.instant())));
    }

    /// What the function of a task is called with.
    static String payload(DurableTask task) {
        return task.body().path(PAYLOAD).asText();
    }

    int open() {
        return tasks.openTasks();
    }

    private DurableTasks.Next run(DurableTask task) throws InterruptedException {
        String name = task.body().path(FUNCTION).asText();
        Optional<FunctionConfig> found = functions.find(name);
        if (found.isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event "
                            + task.id()
                            + " for function "
                            + name
                            + " is dropped: the template has no such function any more");
            return DurableTasks.Next.done();
        }
        FunctionConfig function = found.get();
        FunctionConfig.AsyncPolicy policy = function.asynchronous();
        boolean aged =
                Duration.between(task.acceptedAt(), clock.instant()).compareTo(policy.maxAge()) > 0;
        if (aged) {
            return giveUp(
                    function,
                    task,
                    "EventAgeExceeded",
                    ErrorDocument.of("EventAgeExceeded", "older than " + policy.maxAge()));
        }
        InvocationResult result;
        try {
            result = invoker.invoke(function, task.id(), payload(task));
        } catch (ApiException e) {
            // Throttling does not use up the retries. The pauses double: each is as long as the
            // event is old.
            Duration age = Duration.between(task.acceptedAt(), clock.instant());
            long millis = Math.clamp(age.toMillis(), 1_000, LONGEST_PAUSE.toMillis());
            return DurableTasks.Next.postponed(clock.instant().plusMillis(millis));
        }
        if (!result.failed()) {
            policy.onSuccess()
                    .ifPresent(destination ->
                            destinations.tell(function, destination, task, "Success", result));
            return DurableTasks.Next.done();
        }
        if (task.attempt() >= policy.maxRetries()) {
            return giveUp(function, task, "RetriesExhausted", result.payload());
        }
        return DurableTasks.Next.again(
                clock.instant().plus(retryDelay.multipliedBy(task.attempt() + 1L)));
    }

    private DurableTasks.Next giveUp(
            FunctionConfig function, DurableTask task, String condition, String error) {
        InvocationResult result = InvocationResult.failed(error);
        function.asynchronous()
                .deadLetterArn()
                .ifPresent(queue -> destinations.deadLetter(function, queue, task, error));
        function.asynchronous()
                .onFailure()
                .ifPresent(destination ->
                        destinations.tell(function, destination, task, condition, result));
        if (function.asynchronous().deadLetterArn().isEmpty()
                && function.asynchronous().onFailure().isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "event "
                            + task.id()
                            + " for function "
                            + function.name()
                            + " is given up ("
                            + condition
                            + ") and the function has no dead-letter queue: "
                            + error);
        }
        return DurableTasks.Next.done();
    }

    @Override
    public void close() {
        tasks.close();
    }
}
