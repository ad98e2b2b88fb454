package dev.roadloop.embedded.httpapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an HTTP API answers.
public final class HttpApiAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private HttpApiAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /// A copy of the body.
    public byte[] body() {
        return body.clone();
    }

    /// What API Gateway says by itself.
    static HttpApiAnswer message(int status, String message) {
        return new HttpApiAnswer(
                status,
                Map.of("content-type", "application/json"),
                JSON.createObjectNode()
                        .put("message", message)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    /// What a function says, in payload format 2.0: an object with `statusCode`, or anything else,
    /// which then is the body.
    ///
    /// Source: "Lambda function response for format 2.0" of the API Gateway guide.
    static HttpApiAnswer ofFunction(String payload) {
        JsonNode node;
        try {
            node = JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            return message(500, "Internal Server Error");
        }
        if (!node.isObject() || !node.has("statusCode")) {
            return new HttpApiAnswer(
                    200,
                    Map.of("content-type", "application/json"),
                    (node.isTextual() ? node.asText() : payload).getBytes(StandardCharsets.UTF_8));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        node.path("headers")
                .properties()
                .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
        String body = node.path("body").asText("");
        int status = node.path("statusCode").asInt();
        if (status < 100 || status > 599) {
            return message(500, "Internal Server Error");
        }
        byte[] bytes =
                node.path("isBase64Encoded").asBoolean()
                        ? Base64.getDecoder().decode(body)
                        : body.getBytes(StandardCharsets.UTF_8);
        return new HttpApiAnswer(status, headers, bytes);
    }
}
