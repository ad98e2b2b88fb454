package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The optimised Lambda integration: payloads are JSON, and a function's exception is the task's
/// error.
final class LambdaInvocation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LambdaInvocation() {}

    /// Parameters of `Invoke`.
    static ObjectNode input(Resource resource, JsonNode arguments) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        JsonNode payload = arguments;
        if (resource.answer() == Resource.Answer.FUNCTION) {
            input.put("FunctionName", resource.arn());
        } else {
            for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
                input.set(argument.getKey(), argument.getValue());
            }
            payload =
                    arguments.has("Payload")
                            ? arguments.get("Payload")
                            : JsonNodeFactory.instance.objectNode();
        }
        input.set(
                "Payload", BinaryNode.valueOf(payload.toString().getBytes(StandardCharsets.UTF_8)));
        return input;
    }

    /// What the task yields.
    ///
    /// @throws TaskException if the function failed
    static JsonNode output(Resource resource, JsonNode answer, String requestId) {
        JsonNode payload = payload(answer.path("Payload"));
        if (answer.has("FunctionError")) {
            throw new TaskException(
                    new TaskError(
                            payload.path("errorType").asText("Lambda.Unknown"),
                            payload.toString()));
        }
        if (resource.answer() == Resource.Answer.FUNCTION) {
            return payload;
        }
        ObjectNode output = JsonNodeFactory.instance.objectNode();
        output.put("ExecutedVersion", answer.path("ExecutedVersion").asText("$LATEST"));
        output.set("Payload", payload);
        int status = answer.path("StatusCode").asInt(200);
        output.putObject("SdkHttpMetadata").put("HttpStatusCode", status);
        output.putObject("SdkResponseMetadata").put("RequestId", requestId);
        output.put("StatusCode", status);
        return output;
    }

    private static JsonNode payload(JsonNode payload) {
        if (!payload.isBinary() && !payload.isTextual()) {
            return payload.isMissingNode() ? JsonNodeFactory.instance.nullNode() : payload;
        }
        try {
            String text =
                    payload.isBinary()
                            ? new String(payload.binaryValue(), StandardCharsets.UTF_8)
                            : payload.textValue();
            return text.isEmpty() ? JsonNodeFactory.instance.nullNode() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new TaskException(
                    new TaskError(
                            "Lambda.Unknown",
                            "The function's answer is not JSON: " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("Reading bytes that are in memory cannot fail", e);
        }
    }
}
