package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The services that tests call: functions and API actions as Java functions, and an S3 with one
/// text per key.
final class FakeServices implements ApiCaller {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Function<JsonNode, JsonNode>> functions = new HashMap<>();
    private final Map<String, Function<JsonNode, JsonNode>> actions = new HashMap<>();
    private final Map<String, String> objects = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private final Map<String, List<String>> requestIds = new HashMap<>();
    private final Set<String> forbidden = new HashSet<>();

    FakeServices() {
        on(
                "s3",
                "PutObject",
                input -> {
                    objects.put(input.get("Key").textValue(), input.get("Body").textValue());
                    return JsonNodeFactory.instance.objectNode();
                });
        objects(input -> {
            String text = objects.get(input.get("Key").textValue());
            return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
        });
        on(
                "s3",
                "ListObjectsV2",
                input -> {
                    ObjectNode page = JsonNodeFactory.instance.objectNode();
                    String after = input.path("ContinuationToken").asText("");
                    List<String> rest =
                            objects.keySet().stream()
                                    .filter(key -> key.compareTo(after) > 0)
                                    .toList();
                    List<String> shown = rest.subList(0, Math.min(2, rest.size()));
                    shown.forEach(key -> page.withArray("Contents").addObject().put("Key", key));
                    return rest.size() > shown.size()
                            ? page.put("NextContinuationToken", shown.getLast())
                            : page;
                });
    }

    /// Gets objects from `bucket`, whose answer is null where there is none.
    void objects(Function<JsonNode, byte @Nullable []> bucket) {
        on("s3", "HeadObject", input -> answer(bucket.apply(input), input));
        on("s3", "GetObject", input -> answer(bucket.apply(input), input));
    }

    private static ObjectNode answer(byte @Nullable [] body, JsonNode input) {
        if (body == null) {
            throw new ApiException(
                    "NoSuchKey", 404, "The specified key does not exist: " + input.get("Key"));
        }
        String[] range =
                input.path("Range")
                        .asText("bytes=0-" + (body.length - 1))
                        .substring(6)
                        .split("-", 2);
        byte[] part =
                Arrays.copyOfRange(
                        body, Integer.parseInt(range[0]), Integer.parseInt(range[1]) + 1);
        return JsonNodeFactory.instance
                .objectNode()
                .put("ContentLength", body.length)
                .put("ETag", "\"" + Arrays.hashCode(body) + "\"")
                .put("Body", part);
    }

    void function(String name, Function<JsonNode, JsonNode> body) {
        functions.put(name, body);
    }

    void on(String service, String action, Function<JsonNode, JsonNode> body) {
        actions.put(service + ":" + action, body);
    }

    /// Lacks a permission from now on, such as `states:StartExecution`.
    void forbid(String action) {
        forbidden.add(action);
    }

    @Override
    public void require(Principal caller, String service, String action, JsonNode input) {
        if (forbidden.contains(service + ":" + action)) {
            throw new ApiException(
                    "AccessDeniedException",
                    403,
                    caller.arn() + " may not " + service + ":" + action + " on " + input);
        }
    }

    Map<String, String> objects() {
        return objects;
    }

    List<String> calls() {
        return calls;
    }

    /// Request ids of the calls of `service:action`, oldest first.
    List<String> requestIds(String call) {
        return requestIds.getOrDefault(call, List.of());
    }

    @Override
    public JsonNode callOnce(
            Principal caller, String requestId, String service, String action, JsonNode input) {
        requestIds.computeIfAbsent(service + ":" + action, key -> new ArrayList<>()).add(requestId);
        return call(caller, service, action, input);
    }

    @Override
    public JsonNode call(Principal caller, String service, String action, JsonNode input) {
        calls.add(service + ":" + action);
        if (action.equals("InvokeFunction")) {
            return invoke(input);
        }
        Function<JsonNode, JsonNode> body = actions.get(service + ":" + action);
        if (body == null) {
            throw new ApiException(
                    "UnknownOperationException", 400, "The test has no " + service + ":" + action);
        }
        return body.apply(input);
    }

    private JsonNode invoke(JsonNode input) {
        String name = input.get("FunctionName").textValue();
        Function<JsonNode, JsonNode> body =
                functions.get(name.substring(name.lastIndexOf(':') + 1));
        if (body == null) {
            throw new ApiException("ResourceNotFoundException", 404, "Function not found: " + name);
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("StatusCode", 200);
        try {
            answer.set(
                    "Payload",
                    bytes(body.apply(JSON.readTree(input.get("Payload").binaryValue()))));
        } catch (FunctionError e) {
            answer.put("FunctionError", "Unhandled");
            answer.set(
                    "Payload",
                    bytes(
                            JsonNodeFactory.instance
                                    .objectNode()
                                    .put("errorMessage", e.getMessage())
                                    .put("errorType", e.type)));
        } catch (IOException e) {
            throw new UncheckedIOException("The payload is no JSON", e);
        }
        return answer;
    }

    private static BinaryNode bytes(JsonNode value) {
        return BinaryNode.valueOf(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// What a function throws.
    static final class FunctionError extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String type;

        FunctionError(String type, String message) {
            super(message);
            this.type = type;
        }
    }
}
