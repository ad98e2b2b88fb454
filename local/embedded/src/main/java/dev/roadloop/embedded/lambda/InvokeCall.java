package dev.roadloop.embedded.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// The call `Invoke`: checks the request, calls the function or keeps the event, and answers.
final class InvokeCall {

    /// Limit of a request that waits, in bytes.
    static final int MAX_SYNCHRONOUS = 6 << 20;

    /// Limit of a request that does not wait, in bytes.
    static final int MAX_ASYNCHRONOUS = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final AsyncInvocations asynchronous;

    InvokeCall(AsyncInvocations asynchronous) {
        this.asynchronous = asynchronous;
    }

    /// @param pool of the function that is called
    /// @throws ApiException if the request is not valid, or the function is throttled
    JsonNode invoke(EnvironmentPool pool, JsonNode input) {
        String type = input.path("InvocationType").asText("RequestResponse");
        byte[] payload = payload(input.path("Payload"));
        int limit = type.equals("Event") ? MAX_ASYNCHRONOUS : MAX_SYNCHRONOUS;
        if (payload.length > limit) {
            throw new ApiException(
                    "RequestTooLargeException",
                    413,
                    "Request must be smaller than "
                            + limit
                            + " bytes for the InvokeFunction operation");
        }
        String text = payload.length == 0 ? "{}" : new String(payload, StandardCharsets.UTF_8);
        requireJson(text);
        String requestId = UUID.randomUUID().toString();
        return switch (type) {
            case "DryRun" -> JsonNodeFactory.instance.objectNode().put("StatusCode", 204);
            case "Event" -> {
                asynchronous.accept(pool.function(), requestId, text);
                yield JsonNodeFactory.instance.objectNode().put("StatusCode", 202);
            }
            case "RequestResponse" -> synchronous(pool, requestId, text, input);
            default ->
                    throw new ApiException(
                            "InvalidParameterValueException",
                            400,
                            "InvocationType: expected RequestResponse, Event or DryRun, found "
                                    + type);
        };
    }

    private JsonNode synchronous(
            EnvironmentPool pool, String requestId, String payload, JsonNode input) {
        String context =
                new String(
                        Base64.getDecoder().decode(input.path("ClientContext").asText("")),
                        StandardCharsets.UTF_8);
        try {
            EnvironmentPool.Outcome outcome = pool.invoke(requestId, payload, context, traceId());
            byte[] answer = outcome.result().payload().getBytes(StandardCharsets.UTF_8);
            ObjectNode result =
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("StatusCode", 200)
                            .put("ExecutedVersion", "$LATEST");
            if (answer.length > MAX_SYNCHRONOUS) {
                answer =
                        ErrorDocument.of(
                                        "Function.ResponseSizeTooLarge",
                                        "Response payload size exceeded maximum allowed payload"
                                                + " size ("
                                                + MAX_SYNCHRONOUS
                                                + " bytes).")
                                .getBytes(StandardCharsets.UTF_8);
                result.put("FunctionError", "Unhandled");
            } else if (outcome.result().failed()) {
                result.put("FunctionError", "Unhandled");
            }
            if (input.path("LogType").asText().equals("Tail")) {
                result.put("LogResult", outcome.logTail());
            }
            result.set("Payload", BinaryNode.valueOf(answer));
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(
                    "ServiceException",
                    500,
                    "function " + pool.function().name() + ": the embedded mode is closing");
        }
    }

    private static byte[] payload(JsonNode node) {
        try {
            return switch (node.getNodeType()) {
                case BINARY -> node.binaryValue();
                case STRING -> node.asText().getBytes(StandardCharsets.UTF_8);
                case MISSING, NULL -> new byte[0];
                default -> node.toString().getBytes(StandardCharsets.UTF_8);
            };
        } catch (IOException e) {
            throw new ApiException(
                    "InvalidRequestContentException",
                    400,
                    "Payload cannot be read: " + e.getMessage());
        }
    }

    private static void requireJson(String text) {
        try {
            JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    "InvalidRequestContentException",
                    400,
                    "Could not parse request body into json: " + e.getOriginalMessage());
        }
    }

    /// A trace of its own for each call.
    static String traceId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return String.format(
                "Root=1-%08x-%08x%016x;Parent=%016x;Sampled=1",
                System.currentTimeMillis() / 1000,
                random.nextInt(),
                random.nextLong(),
                random.nextLong());
    }
}
