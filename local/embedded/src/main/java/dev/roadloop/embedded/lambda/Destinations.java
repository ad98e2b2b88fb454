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
import dev.roadloop.embedded.journal.DurableTask;
import java.time.Clock;

/// Tells others what became of an event that was sent without waiting: a queue of dead letters, and
/// the destinations of successes and failures. Called with the function's role.
///
/// Source: "Capturing records of Lambda asynchronous invocations" of the Lambda developer guide.
final class Destinations {

    private static final System.Logger LOG = System.getLogger(Destinations.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiCaller caller;
    private final Clock clock;

    Destinations(ApiCaller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    /// Sends the event itself to a queue.
    ///
    /// @param error what its last attempt ended with
    /// @throws ApiException if the queue is out of order
    void deadLetter(FunctionConfig function, String queue, DurableTask task, String error) {
        unlessRefused(function, queue, () -> send(function, queue, task, error));
    }

    /// Sends a record of how the event ended.
    ///
    /// @param destination ARN of a queue, function or bus
    /// @param condition as in the record
    /// @throws ApiException if the destination is out of order
    void tell(
            FunctionConfig function,
            String destination,
            DurableTask task,
            String condition,
            InvocationResult result) {
        unlessRefused(
                function,
                destination,
                () -> send(function, destination, record(function, task, condition, result)));
    }

    /// As on AWS, what a destination refuses is dropped and only told in the log. A destination
    /// that is out of order is asked again with the whole event.
    private static void unlessRefused(
            FunctionConfig function, String destination, Runnable sending) {
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

    private void send(FunctionConfig function, String queueArn, DurableTask task, String error) {
        ObjectNode message =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("QueueUrl", Arn.parse(queueArn).queueUrl())
                        .put("MessageBody", AsyncInvocations.payload(task));
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
            FunctionConfig function, DurableTask task, String condition, InvocationResult result) {
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
        sent.set("requestPayload", parsed(AsyncInvocations.payload(task)));
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
}
