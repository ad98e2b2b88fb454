package dev.roadloop.embedded.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Arn;
import dev.roadloop.embedded.api.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/// Calls a target of any kind that the embedded mode serves.
final class TargetCaller {

    /// Services whose resources can be targets here.
    static final Set<String> SERVED = Set.of("lambda", "sqs", "states", "events", "logs", "batch");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiCaller caller;
    private final BusSink buses;
    private final Clock clock;
    private final Principal owner;

    /// Takes an event that is forwarded to another bus.
    @FunctionalInterface
    interface BusSink {
        void accept(String bus, ObjectNode event);
    }

    /// @param owner principal of the account, for log groups, whose resource policies the embedded
    ///   mode does not keep
    TargetCaller(ApiCaller caller, BusSink buses, Principal owner, Clock clock) {
        this.caller = caller;
        this.buses = buses;
        this.owner = owner;
        this.clock = clock;
    }

    /// What is sent, and on whose account.
    ///
    /// @param key the same for every attempt, so that a repeated start of an execution is
    ///   recognised
    /// @param service who calls: a service's principal with the rule or schedule as its source
    /// @param sourceName name of the rule or schedule
    /// @param payload what the target gets
    record Call(
            String key,
            EventTarget target,
            Principal service,
            String sourceName,
            JsonNode event,
            String payload) {}

    /// @throws ApiException if the target refuses
    void send(Call call) {
        EventTarget target = call.target();
        Arn arn = Arn.parse(target.arn());
        Principal as = target.roleArn().map(Principal::new).orElse(call.service());
        switch (arn.service()) {
            case "lambda" ->
                    caller.call(
                            as,
                            "lambda",
                            "InvokeFunction",
                            object().put("FunctionName", target.arn())
                                    .put("InvocationType", "Event")
                                    .put("Payload", call.payload()));
            case "sqs" -> {
                ObjectNode message =
                        object().put("QueueUrl", arn.queueUrl()).put("MessageBody", call.payload());
                String group =
                        target.json().path("SqsParameters").path("MessageGroupId").asText("");
                if (!group.isEmpty()) {
                    message.put("MessageGroupId", group)
                            .put(
                                    "MessageDeduplicationId",
                                    UUID.nameUUIDFromBytes(
                                                    call.key().getBytes(StandardCharsets.UTF_8))
                                            .toString());
                }
                caller.call(as, "sqs", "SendMessage", message);
            }
            case "states" -> startExecution(as, call);
            case "events" -> buses.accept(arn.name(), call.event().deepCopy());
            case "logs" -> log(call, arn);
            case "batch" -> submitJob(as, call);
            default ->
                    throw new ApiException(
                            "UnsupportedTarget",
                            400,
                            "target "
                                    + target.arn()
                                    + ": the embedded mode serves targets of "
                                    + SERVED
                                    + ", found "
                                    + arn.service());
        }
    }

    private void startExecution(Principal as, Call call) {
        String name =
                call.event().path("id").asText()
                        + "_"
                        + UUID.nameUUIDFromBytes(call.key().getBytes(StandardCharsets.UTF_8));
        try {
            caller.call(
                    as,
                    "states",
                    "StartExecution",
                    object().put("stateMachineArn", call.target().arn())
                            .put("name", name)
                            .put("input", call.payload()));
        } catch (ApiException e) {
            // An attempt before a crash had already got through: the name says so.
            if (!e.code().equals("ExecutionAlreadyExists")) {
                throw e;
            }
        }
    }

    private void log(Call call, Arn arn) {
        String group = arn.resource().replaceFirst("^log-group:", "").replaceFirst(":\\*$", "");
        ObjectNode input =
                object().put("logGroupName", group).put("logStreamName", call.sourceName());
        input.putArray("logEvents")
                .addObject()
                .put("timestamp", clock.millis())
                .put("message", call.payload());
        caller.call(owner, "logs", "PutLogEvents", input);
    }

    private void submitJob(Principal as, Call call) {
        JsonNode parameters = call.target().json().path("BatchParameters");
        ObjectNode input =
                object().put("jobName", parameters.path("JobName").asText())
                        .put("jobDefinition", parameters.path("JobDefinition").asText())
                        .put("jobQueue", call.target().arn());
        if (parameters.path("ArrayProperties").has("Size")) {
            input.putObject("arrayProperties")
                    .put("size", parameters.path("ArrayProperties").path("Size").asInt());
        }
        if (parameters.path("RetryStrategy").has("Attempts")) {
            input.putObject("retryStrategy")
                    .put("attempts", parameters.path("RetryStrategy").path("Attempts").asInt());
        }
        JsonNode given = parsed(call.payload());
        for (String field : new String[] {"Parameters", "ContainerOverrides"}) {
            if (given.path(field).isObject()) {
                input.set(
                        field.substring(0, 1).toLowerCase(Locale.ROOT) + field.substring(1),
                        given.get(field));
            }
        }
        caller.call(as, "batch", "SubmitJob", input);
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JsonNodeFactory.instance.missingNode();
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
