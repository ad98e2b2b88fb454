package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Arn;
import dev.roadloop.embedded.api.Principal;
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
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final DurableTasks tasks;
    private final Directory functions;
    private final Invoker invoker;
    private final ApiCaller caller;
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
        this.caller = caller;
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
                        .put("function", function.name())
                        .put("payload", payload);
        tasks.add(
                List.of(DurableTasks.Task.of(requestId, body, payload.length(), clock.instant())));
    }

    int open() {
        return tasks.openTasks();
    }

    private DurableTasks.Next run(DurableTasks.Task task) throws InterruptedException {
        String name = task.body().path("function").asText();
        String payload = task.body().path("payload").asText();
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
                    payload,
                    "EventAgeExceeded",
                    ErrorDocument.of("EventAgeExceeded", "older than " + policy.maxAge()));
        }
        InvocationResult result;
        try {
            result = invoker.invoke(function, task.id(), payload);
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
                            tell(
                                    function,
                                    destination,
                                    () ->
                                            send(
                                                    function,
                                                    destination,
                                                    record(
                                                            function, task, payload, "Success",
                                                            result))));
            return DurableTasks.Next.done();
        }
        if (task.attempt() >= policy.maxRetries()) {
            return giveUp(function, task, payload, "RetriesExhausted", result.payload());
        }
        return DurableTasks.Next.again(
                clock.instant().plus(retryDelay.multipliedBy(task.attempt() + 1L)));
    }

    private DurableTasks.Next giveUp(
            FunctionConfig function,
            DurableTasks.Task task,
            String payload,
            String condition,
            String error) {
        InvocationResult result = InvocationResult.failed(error);
        function.asynchronous()
                .deadLetterArn()
                .ifPresent(queue ->
                        tell(
                                function,
                                queue,
                                () -> deadLetter(function, queue, task, payload, error)));
        function.asynchronous()
                .onFailure()
                .ifPresent(destination ->
                        tell(
                                function,
                                destination,
                                () ->
                                        send(
                                                function,
                                                destination,
                                                record(
                                                        function, task, payload, condition,
                                                        result))));
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

    /// As on AWS, what a destination refuses is dropped and only told in the log. A destination
    /// that is out of order is asked again with the whole event.
    private static void tell(FunctionConfig function, String destination, Runnable sending) {
        try {
            sending.run();
        } catch (ApiException e) {
            if (e.status() >= 500) {
                throw e;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "destination "
                            + destination
                            + " of function "
                            + function.name()
                            + " refuses a record, which is dropped: "
                            + e.getMessage());
        }
    }

    private void deadLetter(
            FunctionConfig function,
            String queueArn,
            DurableTasks.Task task,
            String payload,
            String error) {
        ObjectNode message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("QueueUrl", Arn.parse(queueArn).queueUrl())
                        .put("MessageBody", payload);
        ObjectNode attributes = message.putObject("MessageAttributes");
        attributes.putObject("RequestID").put("DataType", "String").put("StringValue", task.id());
        attributes.putObject("ErrorCode").put("DataType", "Number").put("StringValue", "200");
        attributes
                .putObject("ErrorMessage")
                .put("DataType", "String")
                .put("StringValue", error.length() > 1024 ? error.substring(0, 1024) : error);
        caller.call(new Principal(function.roleArn()), "sqs", "SendMessage", message);
    }

    private ObjectNode record(
            FunctionConfig function,
            DurableTasks.Task task,
            String payload,
            String condition,
            InvocationResult result) {
        ObjectNode sent =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("version", "1.0")
                        .put("timestamp", clock.instant().toString());
        sent.putObject("requestContext")
                .put("requestId", task.id())
                .put("functionArn", function.arn() + ":$LATEST")
                .put("condition", condition)
                .put("approximateInvokeCount", task.attempt() + 1);
        sent.set("requestPayload", parsed(payload));
        ObjectNode context =
                sent.putObject("responseContext")
                        .put("statusCode", 200)
                        .put("executedVersion", "$LATEST");
        if (result.failed()) {
            context.put("functionError", "Unhandled");
        }
        sent.set("responsePayload", parsed(result.payload()));
        return sent;
    }

    private void send(FunctionConfig function, String destination, ObjectNode document) {
        Principal role = new Principal(function.roleArn());
        switch (Arn.parse(destination).service()) {
            case "sqs" ->
                    caller.call(
                            role,
                            "sqs",
                            "SendMessage",
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("QueueUrl", Arn.parse(destination).queueUrl())
                                    .put("MessageBody", document.toString()));
            case "lambda" -> {
                ObjectNode input =
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("FunctionName", destination)
                                .put("InvocationType", "Event");
                input.put("Payload", document.toString());
                caller.call(role, "lambda", "InvokeFunction", input);
            }
            case "events" -> {
                ObjectNode input = JsonNodeFactory.instance.objectNode();
                ObjectNode entry =
                        input.putArray("Entries")
                                .addObject()
                                .put("EventBusName", destination)
                                .put("Source", "lambda")
                                .put(
                                        "DetailType",
                                        "Lambda Function Invocation Result - "
                                                + document.path("requestContext")
                                                        .path("condition")
                                                        .asText()
                                                        .replace("RetriesExhausted", "Failure"))
                                .put("Detail", document.toString());
                entry.putArray("Resources").add(function.arn());
                caller.call(role, "events", "PutEvents", input);
            }
            default ->
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "destination "
                                    + destination
                                    + " of function "
                                    + function.name()
                                    + " is of a kind that the embedded mode does not serve; the"
                                    + " record is: "
                                    + document);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.textNode(text);
        }
    }

    @Override
    public void close() {
        tasks.close();
    }
}
