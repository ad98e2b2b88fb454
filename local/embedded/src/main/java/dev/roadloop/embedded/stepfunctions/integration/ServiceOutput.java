package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A service's answer as the result of a Task.
final class ServiceOutput {

    private ServiceOutput() {}

    static JsonNode of(String service, Resource resource, JsonNode output, String requestId) {
        JsonNode renamed = Casing.fromService(service, output);
        if (!(renamed instanceof ObjectNode)) {
            return JsonNodeFactory.instance.objectNode();
        }
        ObjectNode result = text((ObjectNode) renamed.deepCopy(), resource);
        if (!resource.sdk()) {
            if (service.equals("events") && result.path("FailedEntryCount").asInt() > 0) {
                throw new TaskException(
                        new TaskError("EventBridge.FailedEntry", result.toString()));
            }
            result.putObject("SdkHttpMetadata").put("HttpStatusCode", 200);
            result.putObject("SdkResponseMetadata").put("RequestId", requestId);
        }
        return result;
    }

    /// Bodies, such as that of `GetObject`, become text. State data is JSON, so what is not text
    /// has no form that would not damage it.
    private static ObjectNode text(ObjectNode result, Resource resource) {
        for (Map.Entry<String, JsonNode> field : result.properties()) {
            if (field.getValue() instanceof BinaryNode binary) {
                try {
                    field.setValue(
                            JsonNodeFactory.instance.textNode(
                                    StandardCharsets.UTF_8
                                            .newDecoder()
                                            .decode(ByteBuffer.wrap(binary.binaryValue()))
                                            .toString()));
                } catch (CharacterCodingException e) {
                    throw new TaskException(
                            new TaskError(
                                    ErrorNames.RUNTIME,
                                    "%s of the answer of %s is not UTF-8 text, which state data must be: read it in a function or a job"
                                            .formatted(field.getKey(), resource.arn())));
                }
            }
        }
        return result;
    }
}
