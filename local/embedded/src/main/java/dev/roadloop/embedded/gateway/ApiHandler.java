package dev.roadloop.embedded.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Turns requests of the JSON and query protocols into calls, and the results into answers.
final class ApiHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiCaller caller;

    ApiHandler(ApiCaller caller) {
        this.caller = caller;
    }

    /// awsJson: `X-Amz-Target: AWSStepFunctions.StartExecution`.
    HttpAnswer json(HttpRequest request, Principal principal, String service, String target)
            throws IOException {
        String action = target.substring(target.lastIndexOf('.') + 1);
        JsonNode result = caller.call(principal, service, action, parse(request.body()));
        HttpAnswer answer = Protocol.json(200, result, request.requestId());
        return request.header("Content-Type")
                .filter(type -> type.contains("1.1"))
                .map(type -> answer.with("Content-Type", "application/x-amz-json-1.1"))
                .orElse(answer);
    }

    /// restJson: path and body are the parameters.
    HttpAnswer rest(HttpRequest request, Principal principal, String service) throws IOException {
        RestRoutes.Match match =
                RestRoutes.match(service, request)
                        .orElseThrow(() ->
                                new ApiException(
                                        "UnknownOperationException",
                                        404,
                                        request.method()
                                                + " "
                                                + request.rawPath()
                                                + " is no operation of "
                                                + service
                                                + " that is known here"));
        ObjectNode input = match.input();
        if (match.action().equals("Invoke")) {
            return invoke(request, principal, input);
        }
        if (parse(request.body()) instanceof ObjectNode body) {
            input.setAll(body);
        }
        JsonNode result = caller.call(principal, service, match.action(), input);
        return Protocol.json(200, result, request.requestId())
                .with("Content-Type", "application/json");
    }

    /// Query protocol: a form with `Action`, answered in XML.
    HttpAnswer query(HttpRequest request, Principal principal, String service) throws IOException {
        Map<String, String> fields = new HashMap<>(request.query());
        if (request.isForm()) {
            fields.putAll(request.form());
        }
        String action = fields.getOrDefault("Action", "");
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        fields.forEach(input::put);
        JsonNode result = caller.call(principal, service, action, input);
        return Protocol.xml(
                200,
                "<"
                        + action
                        + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><"
                        + action
                        + "Result>"
                        + Xml.of(result)
                        + "</"
                        + action
                        + "Result><ResponseMetadata><RequestId>"
                        + request.requestId()
                        + "</RequestId></ResponseMetadata></"
                        + action
                        + "Response>",
                request.requestId());
    }

    /// Lambda's Invoke carries its parameters in headers and payloads as bodies.
    private HttpAnswer invoke(HttpRequest request, Principal principal, ObjectNode input)
            throws IOException {
        request.header("X-Amz-Invocation-Type")
                .ifPresent(value -> input.put("InvocationType", value));
        request.header("X-Amz-Log-Type").ifPresent(value -> input.put("LogType", value));
        request.header("X-Amz-Client-Context")
                .ifPresent(value -> input.put("ClientContext", value));
        input.set("Payload", BinaryNode.valueOf(request.body()));
        JsonNode result = caller.call(principal, "lambda", "InvokeFunction", input);
        byte[] payload =
                result.path("Payload").isMissingNode()
                        ? new byte[0]
                        : result.path("Payload").binaryValue();
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-RequestId", request.requestId());
        HttpAnswer answer = new HttpAnswer(result.path("StatusCode").asInt(200), headers, payload);
        copy(result, "FunctionError", answer, "X-Amz-Function-Error");
        copy(result, "LogResult", answer, "X-Amz-Log-Result");
        copy(result, "ExecutedVersion", answer, "X-Amz-Executed-Version");
        return answer;
    }

    private static void copy(JsonNode from, String field, HttpAnswer to, String header) {
        if (from.hasNonNull(field)) {
            to.with(header, from.path(field).asText());
        }
    }

    private static JsonNode parse(byte[] body) throws IOException {
        if (body.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    "SerializationException", 400, "not JSON: " + e.getOriginalMessage());
        }
    }
}
