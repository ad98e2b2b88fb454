package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
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
        ObjectNode result = text((ObjectNode) renamed.deepCopy());
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

    /// Bodies, such as that of `GetObject`, become text.
    private static ObjectNode text(ObjectNode result) {
        for (Map.Entry<String, JsonNode> field : result.properties()) {
            if (field.getValue() instanceof BinaryNode binary) {
                field.setValue(JsonNodeFactory.instance.textNode(utf8(binary)));
            }
        }
        return result;
    }

    private static String utf8(BinaryNode binary) {
        return new String(binary.binaryValue(), StandardCharsets.UTF_8);
    }
}
